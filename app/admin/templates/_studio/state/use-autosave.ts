'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import { explainError, useTRPC, useTRPCClient } from '#app/_trpc/client.tsx'
import { sentence } from '#app/_trpc/field-error.ts'
import type { SaveDraftInput } from '../types.ts'
import { type Autosave, startAutosave } from './autosave.ts'
import type { DraftChanges } from './content.ts'
import type { StudioStore } from './store.ts'
import { isDirty } from './studio-state.ts'

/** Of a locale that was added, until the server is asked again. */
const unread = { changedAt: null, texts: { total: 0, same: 0 } }

/** What the same request may do better later. */
const passing = ['unreachable', 'unauthorized', 'unavailable', 'internal', 'rate_limited']

function explain(error: unknown) {
  const { message, reason, issues } = explainError(error)
  const kind = reason === 'conflict' ? 'conflict' : passing.includes(reason) ? 'again' : 'final'
  const named = issues.map((issue) => `${issue.path} ${issue.message}`).join('; ')
  return { kind, message: sentence(kind === 'final' && named ? named : message) } as const
}

/** Saves the store's content by itself while the page is open. Answers a function that saves now. */
export function useAutosave(
  templateKey: string,
  store: StudioStore,
  active: boolean,
): () => Promise<boolean> {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const running = useRef<Autosave | null>(null)
  const save = useRef((_: DraftChanges, __: number): Promise<{ lockVersion: number; updatedAt: Date }> => {
    throw new Error('The page is not there yet.')
  })
  save.current = async (changes, lockVersion) => {
    const input = { key: templateKey, lockVersion, ...changes } as SaveDraftInput
    const stored = await client.templates.saveDraft.mutate(input)
    queryClient.setQueryData(trpc.templates.studio.queryKey({ key: templateKey }), (studio) => {
      if (!studio) return undefined
      const { lockVersion: lock, updatedAt, translations } = stored
      const known = new Map(studio.locales.map((one) => [one.locale, one]))
      const sources = new Map(store.get().content.locales.map(({ locale, source }) => [locale, source]))
      const { name, category, description } = store.get().content
      return {
        ...studio,
        template: {
          ...studio.template,
          name: name.trim() || null,
          category,
          description: description || null,
        },
        draft: { ...studio.draft, lockVersion: lock, updatedAt, differs: true },
        locales: translations.flatMap(({ locale, translation }) => {
          const source = sources.get(locale)
          const before = known.get(locale)
          return source ? [{ ...unread, ...before, locale, source, translation }] : before ? [before] : []
        }),
      }
    })
    return stored
  }

  useEffect(() => {
    if (!active) return
    const autosave = startAutosave({ store, save: (...of) => save.current(...of), explain })
    running.current = autosave
    const warn = (event: BeforeUnloadEvent) => {
      if (isDirty(store.get())) event.preventDefault()
    }
    const now = () => void autosave.flush()
    window.addEventListener('beforeunload', warn)
    window.addEventListener('online', now)
    return () => {
      window.removeEventListener('beforeunload', warn)
      window.removeEventListener('online', now)
      void autosave.flush()
      autosave.stop()
    }
  }, [store, active])

  return useCallback(async () => (await running.current?.flush()) ?? true, [])
}
