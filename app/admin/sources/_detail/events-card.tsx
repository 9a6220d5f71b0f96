'use client'

import { Inbox } from 'lucide-react'
import Link from 'next/link'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { useRowKeys } from '#app/_components/row-keys.ts'
import { StatusBadge, statusLook } from '#app/_components/status.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { EmptyState } from '#app/_components/ui/empty-state.tsx'
import { RowLink } from '#app/_components/ui/row-link.tsx'
import { Table, TableBody, TableHead, Td, Th, Tr } from '#app/_components/ui/table.tsx'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { typeName } from '../../notifications/_list/rows.tsx'

type Event = RouterOutputs['sources']['get']['events'][number]

/** The newest notifications of the source. */
export function EventsCard({ events }: { events: readonly Event[] }) {
  const list = useRowKeys<HTMLTableSectionElement>()
  return (
    <Card
      title="Last events"
      flush
      actions={
        events.length > 0 ? (
          <Link
            href="/admin/notifications?source=webhook"
            className="font-medium text-accent text-xs underline-offset-2 hover:underline"
          >
            All from webhooks
          </Link>
        ) : null
      }
    >
      {events.length === 0 ? (
        <EmptyState icon={Inbox} title="No event yet" className="py-8">
          The first one appears here by itself.
        </EmptyState>
      ) : (
        <Table label="Last events" className="table-fixed">
          <TableHead>
            <tr>
              <Th className="w-32">Status</Th>
              <Th className="w-[30%]">Type</Th>
              <Th>Recipient</Th>
              <Th numeric className="w-28">
                Time
              </Th>
            </tr>
          </TableHead>
          <TableBody ref={list}>
            {events.map(({ id, status, statusReason, eventType, recipient, createdAt }) => (
              <Tr key={id}>
                <Td>
                  <StatusBadge status={status} />
                </Td>
                <Td phone="main" truncate>
                  <span aria-hidden className="mr-2 md:hidden">
                    <StatusBadge status={status} />
                  </span>
                  <RowLink
                    href={`/admin/notifications/${id}`}
                    aria-label={[typeName(eventType), statusLook(status).word, recipient]
                      .filter(Boolean)
                      .join(', ')}
                    className="font-medium"
                  >
                    {typeName(eventType)}
                  </RowLink>
                </Td>
                <Td phone="detail" truncate>
                  <span className="text-muted" title={recipient ?? statusReason ?? undefined}>
                    {recipient ?? statusReason}
                  </span>
                </Td>
                <Td phone="aside" numeric>
                  <RelativeTime at={createdAt} className="text-muted text-xs" />
                </Td>
              </Tr>
            ))}
          </TableBody>
        </Table>
      )}
    </Card>
  )
}
