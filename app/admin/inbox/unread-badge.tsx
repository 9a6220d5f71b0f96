'use client'

import { useQuery } from '@tanstack/react-query'
import { formatCount } from '#app/_components/number.tsx'
import { Badge } from '#app/_components/ui/badge.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'

const LIVE_MS = 5_000

/** How many captured mails nobody has read, in the side bar; nothing where there are none. */
export function UnreadBadge() {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.inbox.unreadCount.queryOptions(undefined, { refetchInterval: LIVE_MS }))
  if (!data?.count) return null
  return (
    <Badge tone="blue">
      {formatCount(data.count)}
      {data.capped ? '+' : ''}
      <span className="sr-only">unread</span>
    </Badge>
  )
}
