import { changesBetween, type DraftChanges } from './content.ts'
import type { StudioStore } from './store.ts'
import { isDirty } from './studio-state.ts'

export interface AutosaveOptions {
  store: StudioStore
  /** Stores the changes, or rejects. */
  save: (changes: DraftChanges, lockVersion: number) => Promise<{ lockVersion: number; updatedAt: Date }>
  /** What a rejection means: `conflict`, or whether the same may work later. */
  explain: (error: unknown) => { message: string; kind: 'conflict' | 'again' | 'final' }
  /** How long typing has to rest, and how long it may go on unsaved. Milliseconds. */
  restMs?: number
  longestMs?: number
  againMs?: number
}

export interface Autosave {
  /** Saves what is unsaved now. True when everything is stored. */
  flush(): Promise<boolean>
  /** Ends it; what is under way is still stored. */
  stop(): void
}

/** Saves a draft by itself, one save at a time, each with the lock version that the last one gave. */
export function startAutosave({
  store,
  save,
  explain,
  restMs = 800,
  longestMs = 5_000,
  againMs = 5_000,
}: AutosaveOptions): Autosave {
  let timer: ReturnType<typeof setTimeout> | undefined
  let firstAt: number | null = null
  let running: Promise<void> | null = null
  let seen = store.get().content

  const arm = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void run(), ms)
  }

  const once = async () => {
    const { content, saved, lockVersion } = store.get()
    const changes = changesBetween(saved, content)
    if (!changes) {
      if (content !== saved) {
        store.dispatch({ type: 'saved', content, lockVersion, at: store.get().savedAt ?? new Date() })
      }
      return
    }
    store.dispatch({ type: 'saving' })
    try {
      const stored = await save(changes, lockVersion)
      store.dispatch({ type: 'saved', content, lockVersion: stored.lockVersion, at: stored.updatedAt })
    } catch (error) {
      const { kind, message } = explain(error)
      if (kind === 'conflict') store.dispatch({ type: 'conflict', message })
      else store.dispatch({ type: 'failed', message, again: kind === 'again' })
    }
  }

  const run = async (): Promise<void> => {
    clearTimeout(timer)
    // Of several that wait for a save only the first goes on: two with one lock version would be a conflict with oneself.
    while (running) await running
    if (store.get().save.state === 'conflict' || !isDirty(store.get())) return
    firstAt = null
    running = once()
    await running
    running = null
    const { save: outcome } = store.get()
    if (outcome.state === 'failed' && outcome.again) arm(againMs)
    else if (outcome.state === 'idle' && isDirty(store.get())) arm(restMs)
  }

  const stopListening = store.subscribe(() => {
    const state = store.get()
    if (state.content === seen && state.save.state !== 'idle') return
    seen = state.content
    if (!isDirty(state) || state.save.state === 'conflict') return
    const now = Date.now()
    firstAt ??= now
    arm(Math.max(0, Math.min(restMs, firstAt + longestMs - now)))
  })

  return {
    async flush() {
      await run()
      return !isDirty(store.get())
    },
    stop() {
      clearTimeout(timer)
      stopListening()
    },
  }
}
