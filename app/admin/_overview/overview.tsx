'use client'

import { useQuery } from '@tanstack/react-query'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useState } from 'react'
import { PageHeader } from '#app/_components/page-header.tsx'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Segmented } from '#app/_components/ui/segmented.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { OpenPathsNotice } from '../sources/open-paths-notice.tsx'
import type { Window } from './bucket-label.ts'
import { FailuresCard } from './failures-card.tsx'
import { FirstSteps } from './first-steps.tsx'
import { Headline } from './headline.tsx'
import { OverviewSkeleton } from './overview-skeleton.tsx'
import { capturesMail } from './provider-name.ts'
import { QueueCard } from './queue-card.tsx'
import { Troubles } from './troubles.tsx'
import { VolumeCard } from './volume-card.tsx'
import { WorkCard } from './work-card.tsx'

export type Summary = RouterOutputs['overview']['summary']

const LIVE_MS = 5_000
const windows = ['24h', '7d'] as const satisfies readonly Window[]

/** How it goes: what was accepted and what became of it, what failed and why, what waits, and who works on it. */
export function Overview() {
  const trpc = useTRPC()
  const [window, setWindow] = useQueryState('window', parseAsStringLiteral(windows).withDefault('24h'))
  const [timezone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone)
  const summary = useQuery(
    trpc.overview.summary.queryOptions({ window, timezone }, { refetchInterval: LIVE_MS }),
  )
  const { data, error } = summary

  if (!data) {
    return error ? (
      <QueryFailure title="The overview could not be loaded" query={summary} />
    ) : (
      <OverviewSkeleton />
    )
  }
  const { worker, providers, queue, failures, lastEventAt } = data
  return (
    <div className="grid gap-4">
      {error ? (
        <QueryFailure
          compact
          title="These figures could not be brought up to date"
          query={summary}
          className="rounded-md border border-red-line bg-red-soft"
        />
      ) : null}
      <Troubles worker={worker} providers={providers} />
      <OpenPathsNotice />
      {lastEventAt ? (
        <>
          <PageHeader
            actions={
              <span className="flex items-center gap-1.5 text-muted text-xs">
                <span aria-hidden className="size-1.5 rounded-full bg-green" />
                <span>
                  Counted <RelativeTime at={data.at} />
                </span>
              </span>
            }
          >
            <Segmented
              label="Time"
              value={window}
              onValueChange={(next) => void setWindow(next, { history: 'push' })}
              options={[
                { value: '24h', label: 'Last 24 hours' },
                { value: '7d', label: 'Last 7 days' },
              ]}
            />
          </PageHeader>
          <div aria-busy={summary.isPlaceholderData || undefined} className="grid gap-4">
            <Headline summary={data} />
            <VolumeCard summary={data} />
          </div>
        </>
      ) : (
        <FirstSteps capturesMail={capturesMail(providers)} />
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        {lastEventAt ? <FailuresCard failures={failures} from={data.buckets[0]?.from ?? null} /> : null}
        <div className={lastEventAt ? 'grid gap-4' : 'grid gap-4 md:grid-cols-2 lg:col-span-2'}>
          <QueueCard queue={queue} />
          <WorkCard worker={worker} providers={providers} />
        </div>
      </div>
    </div>
  )
}
