'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTRPCClient } from '#app/_trpc/client.tsx'
import type { SourceMapping } from '#server/db/schema/sources.ts'

const SETTLE_MS = 250

/** What becomes of the payload by the mapping, asked for once nobody has typed for a moment; null: there is none. */
export function useTrial(key: string, mapping: SourceMapping, payload: Record<string, unknown> | null) {
  const client = useTRPCClient()
  const asked = JSON.stringify({ key, mapping, payload })
  const [settled, setSettled] = useState(asked)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(asked), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [asked])
  return useQuery({
    queryKey: ['source trial', settled],
    queryFn: () => client.sources.tryMapping.mutate(JSON.parse(settled)),
    enabled: payload !== null,
    staleTime: 30_000,
    retry: false,
  })
}
