'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { formatCount } from '#app/_components/number.tsx'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { StatusBadge } from '#app/_components/status.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { subjectOf, typeName } from '../../notifications/_list/rows.tsx'
import type { User } from './use-user.ts'

type Row = RouterOutputs['users']['history']['rows'][number]

const POLL_MS = 5_000
const PAGE = 10

/** What was for the user, newest first; each line leads to its notification. */
export function History({ user }: { user: User }) {
  const trpc = useTRPC()
  const query = useInfiniteQuery(
    trpc.users.history.infiniteQueryOptions(
      { id: user.id, limit: PAGE },
      {
        getNextPageParam: (page) => page.nextCursor,
        placeholderData: () => undefined,
        // Who reads on is not disturbed.
        refetchInterval: ({ state: { data } }) => (data && data.pages.length > 1 ? false : POLL_MS),
      },
    ),
  )
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? []
  const { count, capped } = user.notifications
  return (
    <Card
      title="Notifications"
      flush
      actions={
        rows.length > 0 ? (
          <Button asChild size="sm" variant="ghost">
            <Link href={`/admin/notifications?user=${user.id}`}>
              See all{count > 0 ? ` ${formatCount(count)}${capped ? '+' : ''}` : ''}
            </Link>
          </Button>
        ) : null
      }
    >
      {query.isPending ? (
        <SkeletonRows rows={4} label="Loading notifications" />
      ) : query.isError && rows.length === 0 ? (
        <QueryFailure title="The notifications could not be loaded" query={query} />
      ) : rows.length === 0 ? (
        <p className="px-4 py-3 text-muted text-sm">Nothing was for this user yet.</p>
      ) : (
        <>
          <ul className="divide-y">
            {rows.map((row) => (
              <HistoryRow key={row.id} row={row} />
            ))}
          </ul>
          {query.hasNextPage ? (
            <div className="border-t px-4 py-2">
              <Button size="sm" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                Show older
              </Button>
            </div>
          ) : null}
        </>
      )}
    </Card>
  )
}

function HistoryRow({ row }: { row: Row }) {
  const { id, status, eventType, statusReason, errorMessage, createdAt } = row
  const reason = status === 'SENT' ? null : (statusReason ?? errorMessage)
  return (
    <li className="relative grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-2 text-sm hover:bg-hover">
      <StatusBadge status={status} />
      <span className="truncate">
        <Link
          prefetch={false}
          href={`/admin/notifications/${id}`}
          className="font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
        >
          {typeName(eventType)}
        </Link>
        <span className="ml-2 text-muted">{subjectOf(row)}</span>
      </span>
      <RelativeTime at={createdAt} className="relative z-1 text-muted text-xs" />
      {reason ? (
        <span className="col-span-2 col-start-2 truncate text-muted text-xs" title={reason}>
          {reason}
        </span>
      ) : null}
    </li>
  )
}
