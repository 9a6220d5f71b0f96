import type { Studio } from '../types.ts'
import type { Change } from './change.ts'
import { type Action, initialState, reduce, type StudioState } from './studio-state.ts'

/** The state of one open studio, outside of React, so that the saving and the page see the same at any moment. */
export interface StudioStore {
  get(): StudioState
  subscribe(listener: () => void): () => void
  dispatch(action: Action): void
  change(change: Change): void
}

export function createStudioStore(studio: Studio, now: () => number = Date.now): StudioStore {
  let state = initialState(studio)
  const listeners = new Set<() => void>()
  const dispatch = (action: Action) => {
    const next = reduce(state, action)
    if (next === state) return
    state = next
    for (const listener of [...listeners]) listener()
  }
  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    dispatch,
    change: (change) => dispatch({ type: 'change', change, at: now() }),
  }
}
