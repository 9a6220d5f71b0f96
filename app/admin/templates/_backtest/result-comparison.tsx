'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { Notice } from '#app/_components/ui/notice.tsx'
import { Segmented } from '#app/_components/ui/segmented.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { SideBySide } from '../_mails/side-by-side.tsx'

export interface ResultComparisonProps {
  backtestId: string
  notificationId: string
  locale: string
}

/** One mail of the past as the published version makes it, and as the draft does. */
export function ResultComparison({ backtestId, notificationId, locale }: ResultComparisonProps) {
  const trpc = useTRPC()
  const [view, setView] = useState<'look' | 'text'>('look')
  const [marks, setMarks] = useState(true)
  const compared = useQuery(
    trpc.templateChecks.backtestCompare.queryOptions(
      { id: backtestId, notificationId, locale },
      { staleTime: 60_000, placeholderData: () => undefined, retry: false },
    ),
  )
  if (compared.isError) return <QueryFailure compact title="It could not be rendered" query={compared} />
  if (!compared.data) return <SkeletonRows rows={4} label="Rendering" />
  const { before, after, problem } = compared.data
  const shown = after ?? before
  return (
    <div className="border-t">
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-1.5">
        <Link
          href={`/admin/notifications/${notificationId}`}
          prefetch={false}
          className="font-medium text-accent text-xs underline-offset-2 hover:underline"
        >
          The notification
        </Link>
        {shown ? (
          <Segmented
            label="Part of the mail"
            value={view}
            onValueChange={setView}
            options={[
              { value: 'look', label: 'Look' },
              { value: 'text', label: 'Text' },
            ]}
            className="ml-auto h-7"
          />
        ) : null}
      </div>
      {problem ? (
        <Notice tone="red" title="The draft could not be rendered with this event" className="m-3">
          <span className="wrap-anywhere">{problem}</span>
        </Notice>
      ) : null}
      {shown ? (
        <SideBySide
          before={after ? before : null}
          after={shown}
          names={{ before: 'Published', after: after ? 'Draft' : 'Published' }}
          view={view}
          marks={marks}
          onMarks={setMarks}
        />
      ) : null}
    </div>
  )
}
