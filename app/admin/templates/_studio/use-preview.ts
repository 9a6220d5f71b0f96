'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import { explainError, useTRPCClient } from '#app/_trpc/client.tsx'
import type { RouterInputs } from '#server/trpc/root.ts'
import type { Preview } from './types.ts'

export type PreviewInput = RouterInputs['templates']['preview'] & {
  /** Those who may only read see the draft as it is stored. */
  stored: boolean
}

export interface PreviewState {
  /** The newest that came out whole; stays while a later one is broken. */
  good: Preview | null
  /** The newest, with what is wrong. */
  last: Preview | null
  /** Why none could be asked for: the connection, the session. */
  failure: string | null
  /** Whether what is shown is of an older text. */
  behind: boolean
}

type Client = ReturnType<typeof useTRPCClient>

/**
 * How long typing rests before it is asked for: a first keystroke after a pause nearly at once, the next ones together.
 * With the answer and the frame it stays below 300 ms.
 */
const REST_MS = { first: 20, next: 90 } as const
const PAUSE_MS = 400

/** Renders on the server what is being written, after each change; an older request is given up. */
export function usePreview(input: PreviewInput): PreviewState {
  const client = useTRPCClient()
  const [state, setState] = useState<PreviewState>({ good: null, last: null, failure: null, behind: true })
  const latest = useRef(input)
  latest.current = input
  const shownLocale = useRef(input.locale)
  const changedAt = useRef(0)
  const { kind, locale, source, variables, data, stored } = input

  // As text: what was saved comes back as other objects that say the same, and must not begin a long rendering again.
  const wanted = useMemo(
    () => JSON.stringify([kind, source, variables, data, stored]),
    [kind, source, variables, data, stored],
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for anew when what is wanted changes
  useEffect(() => {
    const abort = new AbortController()
    const now = performance.now()
    const typing = now - changedAt.current < PAUSE_MS && shownLocale.current === locale
    const rest = typing ? REST_MS.next : REST_MS.first
    changedAt.current = now
    shownLocale.current = locale
    setState((before) => (before.behind ? before : { ...before, behind: true }))
    const timer = setTimeout(async () => {
      try {
        const last = await ask(client, latest.current, abort.signal)
        if (abort.signal.aborted) return
        const broken = !last.html && last.problems.some(({ severity }) => severity === 'error')
        setState((before) => ({ good: broken ? before.good : last, last, failure: null, behind: false }))
      } catch (error) {
        if (abort.signal.aborted) return
        setState((before) => ({ ...before, failure: explainError(error).message, behind: true }))
      }
    }, rest)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [client, locale, wanted])

  return state
}

function ask(client: Client, { stored, ...input }: PreviewInput, signal: AbortSignal): Promise<Preview> {
  const { key, locale, data } = input
  return stored
    ? client.templates.renderVersion.mutate({ key, version: 'draft', locale, data }, { signal })
    : client.templates.preview.mutate(input, { signal })
}
