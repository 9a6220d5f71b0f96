'use client'

import { ChartColumnStacked, Table2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useMemo } from 'react'
import { Count } from '#app/_components/number.tsx'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { Segmented } from '#app/_components/ui/segmented.tsx'
import { Skeleton } from '#app/_components/ui/skeleton.tsx'
import { notificationsHref } from '../notifications/href.ts'
import { bucketLabel } from './bucket-label.ts'
import { toneFill } from './chart-colours.ts'
import { outcomes, sumOf } from './outcomes.ts'
import type { Summary } from './overview.tsx'
import type { ChartBar } from './volume-chart.tsx'
import { VolumeTable } from './volume-table.tsx'

// recharts is large, and nothing of it is needed for the first sight of the page.
const VolumeChart = dynamic(() => import('./volume-chart.tsx').then((module) => module.VolumeChart), {
  ssr: false,
  loading: () => <Skeleton className="appear-late h-60" />,
})

/** Volume and outcome over time: bars, or the same as a table. */
export function VolumeCard({ summary }: { summary: Summary }) {
  const { buckets, counts, window, timezone, total, lastEventAt } = summary
  const [view, setView] = useQueryState('view', parseAsStringLiteral(['chart', 'table']).withDefault('chart'))
  const bars = useMemo<ChartBar[]>(
    () =>
      buckets.map((bucket) => ({
        ...bucketLabel(bucket, window, timezone),
        href: notificationsHref({ from: bucket.from, to: bucket.to }),
        total: bucket.total,
        sums: Object.fromEntries(
          outcomes.map(({ key, statuses }) => [key, sumOf(bucket.counts, statuses)]),
        ) as ChartBar['sums'],
      })),
    [buckets, window, timezone],
  )
  const from = buckets[0]?.from
  return (
    <Card
      title="Volume and outcome"
      flush
      actions={
        <Segmented
          label="Show as"
          value={view}
          onValueChange={(next) => void setView(next)}
          options={[
            { value: 'chart', label: <ChartColumnStacked aria-hidden />, name: 'Chart' },
            { value: 'table', label: <Table2 aria-hidden />, name: 'Table' },
          ]}
          className="h-7"
        />
      }
    >
      {total === 0 && view === 'chart' ? (
        <p className="grid h-60 place-items-center px-4 text-center text-muted text-sm">
          <span>
            Nothing was accepted in {window === '24h' ? 'the last 24 hours' : 'the last 7 days'}
            {lastEventAt ? (
              <>
                . The last event came <RelativeTime at={lastEventAt} />.
              </>
            ) : (
              '.'
            )}
          </span>
        </p>
      ) : (
        <>
          {view === 'chart' ? (
            <>
              <VolumeChart bars={bars} />
              <VolumeTable bars={bars} window={window} hidden />
            </>
          ) : (
            <VolumeTable bars={bars} window={window} />
          )}
          <ul aria-label="Outcomes" className="flex flex-wrap gap-x-4 gap-y-0.5 border-t px-4 py-2 text-xs">
            {outcomes.map(({ key, label, tone, statuses }) => {
              const sum = sumOf(counts, statuses)
              if (sum === 0) return null
              return (
                <li key={key}>
                  <Link
                    href={notificationsHref({ statuses, ...(from ? { from } : {}) })}
                    prefetch={false}
                    className="flex h-6 items-center gap-1.5 text-muted hover:text-ink hover:underline"
                  >
                    <span
                      aria-hidden
                      className="size-2.5 rounded-[3px]"
                      style={{ background: toneFill[tone] }}
                    />
                    {label}
                    <Count value={sum} className="font-medium text-ink" />
                  </Link>
                </li>
              )
            })}
          </ul>
        </>
      )}
    </Card>
  )
}
