'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTRPCClient } from '#app/_trpc/client.tsx'
import { useMay } from '#app/_trpc/use-may.ts'
import { reportAge } from './report-age.ts'

/** After the last save, before the checks run: an author who goes on typing starts none. */
const PAUSE_MS = 1_200

export interface ChecksOf {
  templateKey: string
  /** Of the newest save. */
  lockVersion: number
  /** Whether all that was typed is saved. */
  saved: boolean
}

/** The queries of a template's checks; invalidate them where a fixture has changed, which saves no draft. */
export const checksKey = (templateKey: string) => ['template-checks', templateKey] as const

/**
 * What the checks found in the saved draft. Whoever asks for the same draft shares one run; `age`: whether `report` is of
 * the draft as it is.
 */
export function useChecks({ templateKey, lockVersion, saved }: ChecksOf) {
  const client = useTRPCClient()
  const mayRun = useMay('templates')
  const asked = useSettled(lockVersion, PAUSE_MS)
  const query = useQuery({
    queryKey: [...checksKey(templateKey), asked],
    queryFn: async ({ signal }) => ({
      ...(await client.templateChecks.run.mutate({ key: templateKey }, { signal })),
      asked,
    }),
    enabled: mayRun,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
  })
  const report = query.data ?? null
  return {
    query,
    mayRun,
    report,
    running: query.isFetching,
    age: report && reportAge({ lockVersion, saved, asked: report.asked, checked: report.lockVersion }),
  }
}

export type Checks = ReturnType<typeof useChecks>
export type ChecksReport = NonNullable<Checks['report']>
export type Check = ChecksReport['checks'][number]

/** A value once it has stayed the same for a while. */
function useSettled<T>(value: T, pauseMs: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs)
    return () => clearTimeout(timer)
  }, [value, pauseMs])
  return settled
}
