'use client'

import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useMemo, useState, useSyncExternalStore } from 'react'
import { useTRPC } from '#app/_trpc/client.tsx'
import { createStudioStore, type StudioStore } from './state/store.ts'
import type { StudioState } from './state/studio-state.ts'
import { useAutosave } from './state/use-autosave.ts'
import { useBackup } from './state/use-backup.ts'
import type { Studio } from './types.ts'

export interface StudioValue {
  templateKey: string
  /** What the server said last: versions, fixtures, workflows. What is being written is in the store. */
  studio: Studio
  store: StudioStore
  /** Why nothing can be changed, in words; null: it can. */
  readOnly: string | null
  /** Saves now what is unsaved; true when all is stored. */
  flush: () => Promise<boolean>
  /** Asks the server again, and shows its draft in place of what is here; `shelve`: which is set aside. */
  reload: (options?: { shelve?: boolean }) => Promise<void>
  /** Asks the server again for what is not the draft: fixtures, versions. */
  refresh: () => Promise<void>
  backup: ReturnType<typeof useBackup>
}

const StudioContext = createContext<StudioValue | null>(null)

export function useStudio(): StudioValue {
  const value = useContext(StudioContext)
  if (!value) throw new Error('useStudio wants a StudioProvider above it')
  return value
}

/** A part of the studio's state; `select` gives the same value for the same state. */
export function useStudioState<T>(select: (state: StudioState) => T): T {
  const { store } = useStudio()
  return useSyncExternalStore(
    store.subscribe,
    () => select(store.get()),
    () => select(store.get()),
  )
}

/** The locales of the draft, the default one first; the same list while only their texts change. */
export function useLocaleNames(): readonly string[] {
  const names = useStudioState((state) => state.content.locales.map(({ locale }) => locale).join(' '))
  return useMemo(() => names.split(' '), [names])
}

export interface StudioProviderProps {
  studio: Studio
  readOnly: string | null
  children: ReactNode
}

/** Holds what is being written, and saves it by itself. */
export function StudioProvider({ studio, readOnly, children }: StudioProviderProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const templateKey = studio.template.key
  const [store] = useState(() => createStudioStore(studio))
  const flush = useAutosave(templateKey, store, readOnly === null)
  const backup = useBackup(templateKey, store, readOnly === null)
  const options = trpc.templates.studio.queryOptions({ key: templateKey })
  const value: StudioValue = {
    templateKey,
    studio,
    store,
    readOnly,
    flush,
    backup,
    refresh: () => queryClient.invalidateQueries({ queryKey: options.queryKey }),
    async reload({ shelve = false } = {}) {
      const now = await queryClient.fetchQuery({ ...options, staleTime: 0 })
      store.dispatch({ type: 'load', studio: now, ...(shelve ? { shelve: Date.now() } : {}) })
    },
  }
  return <StudioContext value={value}>{children}</StudioContext>
}
