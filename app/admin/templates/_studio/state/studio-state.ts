import type { Studio } from '../types.ts'
import { applyChange, type Change } from './change.ts'
import { contentOf, type DraftContent, same } from './content.ts'

interface Step {
  change: Change
  inverse: Change
  at: number
}

export type SaveState =
  | { state: 'idle' }
  | { state: 'saving' }
  /** `again`: it is tried again by itself; else the next change tries it. */
  | { state: 'failed'; message: string; again: boolean }
  /** Somebody else saved since; nothing of ours is stored until a person decides. */
  | { state: 'conflict'; message: string }

export interface StudioState {
  content: DraftContent
  /** What the server has of it. */
  saved: DraftContent
  lockVersion: number
  savedAt: Date | null
  save: SaveState
  undo: readonly Step[]
  redo: readonly Step[]
  /** Goes up when the text of a locale changes otherwise than by its editor, which is then made anew. */
  epochs: Readonly<Record<string, number>>
  /** What was written here when somebody else's draft was loaded in its place. */
  shelf: { content: DraftContent; at: number } | null
}

export type Action =
  | { type: 'change'; change: Change; at: number }
  | { type: 'undo' | 'redo' }
  | { type: 'saving' }
  | { type: 'saved'; content: DraftContent; lockVersion: number; at: Date }
  | { type: 'failed'; message: string; again: boolean }
  | { type: 'conflict'; message: string }
  /** What the server has takes the place of what is here; `shelve`: which is set aside. */
  | { type: 'load'; studio: Studio; shelve?: number }
  /** What is here is to be saved over what the server has now. */
  | { type: 'keepMine'; theirs: Studio }
  | { type: 'replace'; content: DraftContent }
  | { type: 'dropShelf' }

/** Typing that goes on within this time is one step of undo. Milliseconds. */
const ONE_STEP = 1_500
const STEPS = 200

export const initialState = (studio: Studio, content = contentOf(studio)): StudioState => ({
  content,
  saved: content,
  lockVersion: studio.draft.lockVersion,
  savedAt: studio.draft.updatedAt,
  save: { state: 'idle' },
  undo: [],
  redo: [],
  epochs: {},
  shelf: null,
})

export const isDirty = ({ content, saved }: StudioState): boolean => content !== saved

export function reduce(state: StudioState, action: Action): StudioState {
  switch (action.type) {
    case 'change':
      return changed(state, action.change, action.at)
    case 'undo':
    case 'redo':
      return stepped(state, action.type)
    case 'saving':
      return { ...state, save: { state: 'saving' } }
    case 'saved': {
      // Where nothing was typed meanwhile, what is here is what is stored.
      const { content, lockVersion, at } = action
      return { ...state, saved: content, lockVersion, savedAt: at, save: { state: 'idle' } }
    }
    case 'failed':
      return { ...state, save: { state: 'failed', message: action.message, again: action.again } }
    case 'conflict':
      return { ...state, save: { state: 'conflict', message: action.message } }
    case 'load':
      return loaded(state, action.studio, action.shelve)
    case 'keepMine':
      return {
        ...state,
        saved: contentOf(action.theirs),
        lockVersion: action.theirs.draft.lockVersion,
        save: { state: 'idle' },
      }
    case 'replace':
      return {
        ...state,
        content: action.content,
        epochs: bumped(state, action.content),
        undo: [],
        redo: [],
        shelf: null,
      }
    case 'dropShelf':
      return { ...state, shelf: null }
  }
}

function changed(state: StudioState, change: Change, at: number): StudioState {
  const { content, inverse } = applyChange(state.content, change)
  const save: SaveState = state.save.state === 'failed' && !state.save.again ? { state: 'idle' } : state.save
  if (change.field === 'body') return { ...state, content, save }
  const last = state.undo.at(-1)
  const goesOn = last !== undefined && isSamePlace(last.change, change) && at - last.at < ONE_STEP
  const step: Step = { change, inverse: goesOn ? last.inverse : inverse, at }
  return {
    ...state,
    content,
    save,
    undo: [...(goesOn ? state.undo.slice(0, -1) : state.undo), step].slice(-STEPS),
    redo: [],
    epochs: change.field === 'locale' ? bumpedOne(state, change.locale) : state.epochs,
  }
}

/** A locale that comes or goes is a step for itself. */
const isSamePlace = (a: Change, b: Change): boolean =>
  a.field === b.field &&
  a.field !== 'locale' &&
  ('locale' in a ? a.locale : '') === ('locale' in b ? b.locale : '') &&
  ('part' in a ? a.part : '') === ('part' in b ? b.part : '')

function stepped(state: StudioState, way: 'undo' | 'redo'): StudioState {
  const step = state[way].at(-1)
  if (!step) return state
  const change = way === 'undo' ? step.inverse : step.change
  // Taken anew: an editor may have written into a locale since, and that comes back with it.
  const { content, inverse } = applyChange(state.content, change)
  const rest = state[way].slice(0, -1)
  return {
    ...state,
    content,
    undo: way === 'undo' ? rest : [...state.undo, { change, inverse, at: 0 }],
    redo: way === 'redo' ? rest : [...state.redo, { change: inverse, inverse: change, at: 0 }],
    epochs: change.field === 'locale' ? bumpedOne(state, change.locale) : state.epochs,
  }
}

function loaded(state: StudioState, studio: Studio, shelve: number | undefined): StudioState {
  const content = contentOf(studio)
  return {
    ...initialState(studio, content),
    epochs: bumped(state, content),
    shelf: shelve === undefined ? state.shelf : { content: state.content, at: shelve },
  }
}

const bumpedOne = ({ epochs }: StudioState, locale: string) => ({
  ...epochs,
  [locale]: (epochs[locale] ?? 0) + 1,
})

/** An editor whose text is the same goes on: nobody loses the place where they type. */
function bumped({ content, epochs }: StudioState, next: DraftContent): Record<string, number> {
  const before = new Map(content.locales.map(({ locale, source }) => [locale, source]))
  const moved = next.locales.filter(
    ({ locale, source }) => content.kind !== next.kind || !same(before.get(locale), source),
  )
  return { ...epochs, ...Object.fromEntries(moved.map(({ locale }) => [locale, (epochs[locale] ?? 0) + 1])) }
}
