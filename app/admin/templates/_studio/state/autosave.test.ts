import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Studio } from '../types.ts'
import { startAutosave } from './autosave.ts'
import type { DraftChanges } from './content.ts'
import { createStudioStore } from './store.ts'

const studio = {
  template: { key: 'welcome', name: 'Welcome', category: 'transactional', description: '', archivedAt: null },
  kind: 'code',
  draft: { lockVersion: 1, updatedAt: null },
  variables: null,
  locales: [],
} as unknown as Studio

const name = (value: string) => ({ field: 'name' as const, value })

describe('the autosave', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const opened = (answer: (call: number) => Promise<{ lockVersion: number; updatedAt: Date }>) => {
    const store = createStudioStore(studio)
    const calls: [DraftChanges, number][] = []
    const autosave = startAutosave({
      store,
      save: (changes, lockVersion) => {
        calls.push([changes, lockVersion])
        return answer(calls.length)
      },
      explain: (error) => {
        const kind = (error as Error).message as 'conflict' | 'again' | 'final'
        return { kind, message: kind }
      },
    })
    return { store, calls, autosave }
  }
  const stored = (call: number) => Promise.resolve({ lockVersion: call + 1, updatedAt: new Date(0) })

  it('saves once when typing rests, with the lock version of the save before', async () => {
    const { store, calls } = opened(stored)
    store.change(name('A'))
    await vi.advanceTimersByTimeAsync(500)
    store.change(name('Ab'))
    await vi.advanceTimersByTimeAsync(900)
    store.change(name('Abc'))
    await vi.advanceTimersByTimeAsync(900)
    expect(calls).toEqual([
      [{ name: 'Ab' }, 1],
      [{ name: 'Abc' }, 2],
    ])
    expect(store.get().save).toEqual({ state: 'idle' })
  })

  it('does not wait for ever for typing that never rests', async () => {
    const { store, calls } = opened(stored)
    for (let typed = 0; typed < 15; typed++) {
      store.change(name(`A${typed}`))
      await vi.advanceTimersByTimeAsync(400)
    }
    expect(calls.length).toBe(1)
  })

  it('saves what was typed during a save afterwards', async () => {
    let answer = (_: { lockVersion: number; updatedAt: Date }) => {}
    const { store, calls } = opened((call) =>
      call === 1
        ? new Promise((resolve) => {
            answer = resolve
          })
        : stored(call),
    )
    store.change(name('A'))
    await vi.advanceTimersByTimeAsync(900)
    store.change(name('Ab'))
    await vi.advanceTimersByTimeAsync(2_000)
    expect(calls).toHaveLength(1)
    answer({ lockVersion: 2, updatedAt: new Date(0) })
    await vi.advanceTimersByTimeAsync(2_000)
    expect(calls[1]).toEqual([{ name: 'Ab' }, 2])
  })

  it('has one save under way at a time, however slow it is and whoever asks for more', async () => {
    const waiting: (() => void)[] = []
    let most = 0
    let underWay = 0
    const { store, calls, autosave } = opened((call) => {
      most = Math.max(most, ++underWay)
      return new Promise((resolve) => {
        waiting.push(() => {
          underWay--
          resolve({ lockVersion: call + 1, updatedAt: new Date(0) })
        })
      })
    })
    for (let typed = 0; typed < 6; typed++) {
      store.change(name(`A${typed}`))
      await vi.advanceTimersByTimeAsync(2_000)
    }
    const flushed = [autosave.flush(), autosave.flush()]
    waiting[0]?.()
    await vi.advanceTimersByTimeAsync(0)
    waiting[1]?.()
    expect(await Promise.all(flushed)).toEqual([true, true])
    expect(most).toBe(1)
    expect(calls).toEqual([
      [{ name: 'A0' }, 1],
      [{ name: 'A5' }, 2],
    ])
  })

  it('stops at a conflict, and keeps what was typed', async () => {
    const { store, calls } = opened(() => Promise.reject(new Error('conflict')))
    store.change(name('A'))
    await vi.advanceTimersByTimeAsync(900)
    store.change(name('Ab'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(calls).toHaveLength(1)
    expect(store.get()).toMatchObject({ save: { state: 'conflict' }, content: { name: 'Ab' } })
  })

  it('tries again by itself what may work later, and not what was refused', async () => {
    const { store, calls } = opened((call) =>
      call === 1 ? Promise.reject(new Error('again')) : stored(call),
    )
    store.change(name('A'))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(calls).toHaveLength(2)
    const refused = opened(() => Promise.reject(new Error('final')))
    refused.store.change(name('A'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(refused.calls).toHaveLength(1)
    refused.store.change(name('Ab'))
    await vi.advanceTimersByTimeAsync(900)
    expect(refused.calls).toHaveLength(2)
  })

  it('flushes at once', async () => {
    const { store, autosave } = opened(stored)
    store.change(name('A'))
    expect(await autosave.flush()).toBe(true)
    expect(store.get().saved.name).toBe('A')
  })
})
