'use client'

import { useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useEffect, useRef, useState } from 'react'
import { useTRPC } from '#app/_trpc/client.tsx'
import type { SourceKind } from '#server/db/schema/notifications.ts'
import type { ExplainInput } from '../_explain/types.ts'
import { parseJsonObject } from '../notifications/_test-event/json-text.ts'
import { explainParsers } from './explain-state.ts'
import { isWrapped, payloadOf, typeIn, withType } from './payload-text.ts'
import { useKeptText } from './use-kept-text.ts'

const FIRST_TYPE = 'ORDER_CREATED'
const PAUSE_MS = 350

/** What is asked: the page's address, over the notification that it begins with, over an example. */
export function useAsked() {
  const trpc = useTRPC()
  const [state, setState] = useQueryStates(explainParsers)
  const { notification: id } = state
  const lasting = { staleTime: 60_000 }
  const samples = useQuery(trpc.notifications.testEvents.queryOptions(undefined, lasting))
  const types = useQuery(trpc.notifications.eventTypes.queryOptions(undefined, lasting))
  const from = useQuery(
    trpc.notifications.get.queryOptions(
      { id: id ?? '' },
      { enabled: id !== null, placeholderData: () => undefined, ...lasting },
    ),
  )
  const [kept, keep] = useKeptText(id ?? 'event')

  const source: SourceKind = state.source ?? from.data?.source ?? 'api'
  const name = state.name ?? from.data?.sourceName ?? ''
  const first = samples.data?.some(({ type }) => type === FIRST_TYPE)
    ? FIRST_TYPE
    : (samples.data?.[0]?.type ?? FIRST_TYPE)
  const type = state.type ?? from.data?.eventType ?? (kept === null ? first : (typeIn(kept) ?? first))
  const sample = samples.data?.find((one) => one.type === type)?.data ?? {}
  const example = from.data
    ? withType(JSON.stringify(from.data.payload, null, 2), type)
    : JSON.stringify(payloadOf(source, type, sample), null, 2)
  const text = kept ?? example
  const isLoading = samples.isPending || (id !== null && from.isPending)

  const parsed = parseJsonObject(text)
  const own = isWrapped(source) ? typeIn(text) : null
  const input: ExplainInput | null =
    parsed.ok && !isLoading
      ? {
          payload: parsed.value,
          source,
          ...(name.trim() ? { sourceName: name.trim() } : {}),
          // A payload of ours names its type itself; a request by `template_key` has none.
          ...(own === null && type.trim() && !('template_key' in parsed.value)
            ? { eventType: type.trim() }
            : {}),
          ...(state.user ? { user: state.user } : {}),
          ...(state.at ? { at: state.at } : {}),
        }
      : null

  return {
    ...{ state, setState, source, name, type: own ?? type, text, parsed, isLoading, from },
    types: types.data ?? [],
    samples: samples.data ?? [],
    /** As it will be asked once nobody types. */
    input: usePaused(input),
    setText: keep,
    setType: (next: string) => {
      // What was typed keeps its other words; an example that nobody touched becomes the other type's.
      if (kept !== null) keep(withType(kept, next))
      void setState({ type: next || null })
    },
    /** Back to the example, or to what the notification brought. */
    startOver: () => keep(null),
    isTyped: kept !== null,
  }
}

export type Asked = ReturnType<typeof useAsked>

/** A value once it has stayed the same for a moment. */
function usePaused<T>(value: T): T {
  const [paused, setPaused] = useState(value)
  const latest = useRef(value)
  latest.current = value
  const written = JSON.stringify(value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text is another value.
  useEffect(() => {
    const timer = setTimeout(() => setPaused(latest.current), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [written])
  return paused
}
