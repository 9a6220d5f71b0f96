'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useTRPC, useTRPCClient } from '#app/_trpc/client.tsx'
import { useMay } from '#app/_trpc/use-may.ts'
import type { WorkflowDefinition } from '#server/workflows/schemas.ts'
import { parseJsonObject } from '../../../notifications/_test-event/json-text.ts'
import { firstSource, pathsOf, type SourceKind, sampleOf } from './sample.ts'

const SETTLE_MS = 400
const RECENT = 10

/** What is tried: an event, whom it is for, and when. Kept while another pane is looked at. */
export function useTryState(workflow: WorkflowDefinition) {
  const [typed, setTyped] = useState<string | null>(null)
  const [chosen, setChosen] = useState<SourceKind | null>(null)
  const [user, setUser] = useState('')
  const [at, setAt] = useState<Date | null>(null)
  const source = chosen ?? firstSource(workflow.sources)
  const usual = useUsualData(workflow.eventType)
  const example = useMemo(
    () => JSON.stringify(sampleOf(workflow, source, usual), null, 2),
    [workflow, source, usual],
  )
  const text = typed ?? example
  const parsed = useMemo(() => parseJsonObject(text), [text])
  const payload = parsed.ok ? parsed.value : null
  const paths = useMemo(() => pathsOf(payload, source), [payload, source])
  return {
    ...{ text, payload, paths, source, user, at, setUser, setAt },
    /** Where the text is no JSON. */
    problem: parsed.ok ? null : { path: null, message: parsed.message, line: parsed.line },
    /** It follows the workflow. */
    isExample: typed === null,
    setSource: setChosen,
    /** Null: the example again. */
    write: setTyped,
  }
}
export type TryState = ReturnType<typeof useTryState>

/** What callers send with a built-in type; undefined for others, and for whom it is not shown. */
function useUsualData(eventType: string | null) {
  const trpc = useTRPC()
  const samples = useQuery(
    trpc.notifications.testEvents.queryOptions(undefined, { enabled: useMay('ingest'), staleTime: 60_000 }),
  )
  return samples.data?.find(({ type }) => type === eventType)?.data
}

/** The newest events of the type, to take the payload of. */
export function useRecentEvents(eventType: string | null) {
  const trpc = useTRPC()
  return useQuery(
    trpc.notifications.list.queryOptions(
      { type: eventType ? [eventType] : [], limit: RECENT },
      { enabled: eventType !== null, staleTime: 30_000 },
    ),
  )
}

/** What would become of it by the workflow as it is written, asked once nobody has typed for a moment. */
export function useTrial(key: string, workflow: WorkflowDefinition | null, state: TryState) {
  const client = useTRPCClient()
  const { payload, source, user, at } = state
  const input = {
    payload: payload ?? {},
    source,
    ...(user.trim() ? { user: user.trim() } : {}),
    ...(workflow?.eventType ? { eventType: workflow.eventType } : {}),
    ...(at ? { at } : {}),
    ...(workflow ? { workflow: { key, definition: workflow } } : {}),
  }
  const asked = JSON.stringify(input)
  const [settled, setSettled] = useState({ asked, input })
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ asked, input: JSON.parse(asked) }), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [asked])
  const query = useQuery({
    queryKey: ['workflow trial', settled.asked],
    queryFn: () => client.explain.run.mutate(settled.input),
    enabled: payload !== null && workflow !== null,
    retry: false,
  })
  return { query, isBehind: settled.asked !== asked || query.isFetching }
}
