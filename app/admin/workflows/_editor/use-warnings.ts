'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTRPCClient } from '#app/_trpc/client.tsx'
import type { WorkflowDefinition } from '#server/workflows/schemas.ts'
import type { WorkflowDetail, WorkflowWarning } from './types.ts'

const SETTLE_MS = 500

/** What is odd about the workflow as it is written; while that is not known, as it is saved. */
export function useWarnings(
  detail: WorkflowDetail,
  written: WorkflowDefinition | null,
  isDirty: boolean,
): readonly WorkflowWarning[] {
  const client = useTRPCClient()
  const asked = JSON.stringify({ key: detail.key, definition: written })
  const [settled, setSettled] = useState(asked)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(asked), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [asked])
  const checked = useQuery({
    queryKey: ['workflow warnings', settled],
    queryFn: () => client.workflows.check.mutate(JSON.parse(settled)),
    enabled: isDirty && written !== null,
    staleTime: 30_000,
    retry: false,
  })
  return isDirty ? (checked.data ?? detail.warnings) : detail.warnings
}
