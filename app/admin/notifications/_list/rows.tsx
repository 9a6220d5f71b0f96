'use client'

import { createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table'
import { useMemo } from 'react'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { useRowKeys } from '#app/_components/row-keys.ts'
import { shownAddress } from '#app/_components/shown-address.ts'
import { StatusBadge, statusLook } from '#app/_components/status.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { RowLink } from '#app/_components/ui/row-link.tsx'
import { Table, TableBody, TableHead, Td, type TdProps, Th, Tr } from '#app/_components/ui/table.tsx'
import { toneText } from '#app/_components/ui/tone.ts'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { sourceLabel } from '../filters.ts'

export type NotificationRow = RouterOutputs['notifications']['list']['rows'][number]

export interface RowsProps {
  rows: NotificationRow[]
  /** Whose panel is open. */
  openId: string | null
  /** Rows with a later id have come while the list was looked at. */
  freshAfter: string | null
  onOpen: (id: string) => void
}

/** What it is about, in the words of whoever sent it. */
export function subjectOf({ orderId, correlationId }: Pick<NotificationRow, 'orderId' | 'correlationId'>) {
  return orderId ? `order ${orderId}` : correlationId
}

export const typeName = (eventType: string | null) => eventType ?? 'No type'

function Reason({ row }: { row: NotificationRow }) {
  if (row.status === 'SCHEDULED' && row.scheduledAt) {
    return (
      <span className="text-muted max-md:min-w-0 max-md:truncate">
        due <RelativeTime at={row.scheduledAt} className="relative z-1" />
      </span>
    )
  }
  const reason = row.statusReason ?? row.errorMessage
  if (!reason || row.status === 'SENT') return null
  const { tone } = statusLook(row.status)
  return (
    <span
      title={reason}
      className={cn(
        'max-md:min-w-0 max-md:truncate',
        tone === 'red' || tone === 'amber' ? toneText[tone] : 'text-muted',
      )}
    >
      {reason}
    </span>
  )
}

const features = tableFeatures({})
const helper = createColumnHelper<typeof features, NotificationRow>()

/** How a column lies: its share of the width, and its place in a phone's two lines. */
const cells: Record<string, Pick<TdProps, 'phone' | 'truncate' | 'numeric'> & { head: string }> = {
  status: { head: 'w-30' },
  type: { phone: 'main', truncate: true, head: 'w-[19%]' },
  recipient: { truncate: true, head: 'w-[17%]' },
  about: { truncate: true, head: 'w-[11%]' },
  reason: { phone: 'detail', truncate: true, head: '' },
  source: { truncate: true, head: 'w-32 max-lg:hidden' },
  time: { phone: 'aside', numeric: true, head: 'w-26' },
}

function columnsFor(onOpen: (id: string) => void) {
  return helper.columns([
    helper.accessor('status', {
      header: 'Status',
      cell: ({ row: { original } }) => <StatusBadge status={original.status} />,
    }),
    helper.accessor('eventType', {
      id: 'type',
      header: 'Type',
      cell: ({ row: { original } }) => {
        const { id, status, eventType, recipient } = original
        return (
          <>
            <span aria-hidden className="mr-2 md:hidden">
              <StatusBadge status={status} />
            </span>
            <RowLink
              href={`/admin/notifications/${id}`}
              onOpen={() => onOpen(id)}
              aria-label={[typeName(eventType), statusLook(status).word, shownAddress(recipient ?? '')]
                .filter(Boolean)
                .join(', ')}
              className="font-medium"
            >
              {typeName(eventType)}
            </RowLink>
          </>
        )
      },
    }),
    helper.accessor('recipient', {
      header: 'Recipient',
      cell: ({ getValue }) => <span title={getValue() ?? undefined}>{shownAddress(getValue() ?? '')}</span>,
    }),
    helper.accessor(subjectOf, {
      id: 'about',
      header: 'About',
      cell: ({ getValue }) => (
        <span className="text-muted" title={getValue() ?? undefined}>
          {getValue()}
        </span>
      ),
    }),
    helper.display({
      id: 'reason',
      header: 'Reason',
      cell: ({ row: { original } }) => (
        <span className="flex min-w-0 gap-2 md:contents">
          <span className="max-w-3/5 shrink-0 truncate empty:hidden only:max-w-full md:hidden">
            {[shownAddress(original.recipient ?? ''), subjectOf(original)].filter(Boolean).join(' · ')}
          </span>
          <Reason row={original} />
        </span>
      ),
    }),
    helper.accessor('source', {
      header: 'Source',
      cell: ({ row: { original } }) => {
        const label = sourceLabel(original.source)
        const name = original.sourceName ? `${label} · ${original.sourceName}` : label
        return (
          <span className="text-muted" title={name}>
            {name}
          </span>
        )
      },
    }),
    helper.accessor('createdAt', {
      id: 'time',
      header: 'Time',
      cell: ({ getValue }) => <RelativeTime at={getValue()} className="relative z-1 text-muted text-xs" />,
    }),
  ])
}

/** Notifications as rows; `j`, `k` and Enter walk and open. Keep `onOpen` the same: the columns are made from it. */
export function Rows({ rows, openId, freshAfter, onOpen }: RowsProps) {
  const list = useRowKeys<HTMLTableSectionElement>({ follow: openId !== null })
  const columns = useMemo(() => columnsFor(onOpen), [onOpen])
  const table = useTable({ features, columns, data: rows, getRowId: ({ id }) => id })
  return (
    <Table label="Notifications" className="table-fixed">
      <TableHead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => (
              <Th
                key={header.id}
                numeric={header.column.id === 'time'}
                className={cells[header.column.id]?.head}
              >
                <table.FlexRender header={header} />
              </Th>
            ))}
          </tr>
        ))}
      </TableHead>
      <TableBody ref={list}>
        {table.getRowModel().rows.map((row) => (
          <Tr key={row.id} selected={row.id === openId} fresh={freshAfter !== null && row.id > freshAfter}>
            {row.getAllCells().map((cell) => {
              const { head: _, ...place } = cells[cell.column.id] ?? { head: '' }
              return (
                <Td key={cell.id} {...place} className={cell.column.id === 'source' ? 'max-lg:hidden' : ''}>
                  <table.FlexRender cell={cell} />
                </Td>
              )
            })}
          </Tr>
        ))}
      </TableBody>
    </Table>
  )
}
