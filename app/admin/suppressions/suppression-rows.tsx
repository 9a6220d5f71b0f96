import { Trash2 } from 'lucide-react'
import Link from 'next/link'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { useRowKeys } from '#app/_components/row-keys.ts'
import { Badge } from '#app/_components/ui/badge.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { RowLink } from '#app/_components/ui/row-link.tsx'
import { Table, TableBody, TableHead, Td, Th, Tr } from '#app/_components/ui/table.tsx'
import { reasons, type SuppressionRow } from './reasons.ts'

export interface SuppressionRowsProps {
  rows: readonly SuppressionRow[]
  /** Null for those who may not. */
  onRemove: ((row: SuppressionRow, opener: HTMLElement) => void) | null
}

/** Suppressed addresses as rows, each a link to what was sent there; `j`, `k` and Enter walk and open. */
export function SuppressionRows({ rows, onRemove }: SuppressionRowsProps) {
  const list = useRowKeys<HTMLTableSectionElement>()
  return (
    <Table label="Suppressed addresses" className="table-fixed">
      <TableHead>
        <tr>
          <Th className="w-[30%]">Address</Th>
          <Th className="w-40">Reason</Th>
          <Th>What was said</Th>
          <Th className="w-32">From</Th>
          <Th numeric className="w-28">
            Since
          </Th>
          {onRemove ? (
            <Th className="w-16">
              <span className="sr-only">Remove</span>
            </Th>
          ) : null}
        </tr>
      </TableHead>
      <TableBody ref={list}>
        {rows.map((row) => (
          <SuppressedAddress key={row.id} row={row} onRemove={onRemove} />
        ))}
      </TableBody>
    </Table>
  )
}

function SuppressedAddress({
  row,
  onRemove,
}: { row: SuppressionRow } & Pick<SuppressionRowsProps, 'onRemove'>) {
  const { address, reason, detail, createdAt, notificationId } = row
  const { word, tone } = reasons[reason]
  return (
    <Tr>
      <Td phone="main" truncate>
        <RowLink
          href={`/admin/notifications?q=${encodeURIComponent(address)}`}
          aria-label={`${address}, ${word}`}
          className="font-medium"
        >
          <span title={address}>{address}</span>
        </RowLink>
      </Td>
      <Td>
        <Badge tone={tone}>{word}</Badge>
      </Td>
      <Td phone="detail" truncate>
        <span className="mr-2 md:hidden">
          {word} <RelativeTime at={createdAt} className="relative z-1" />
        </span>
        <span className="text-muted" title={detail ?? undefined}>
          {detail}
        </span>
      </Td>
      <Td>
        {notificationId ? (
          <Link
            prefetch={false}
            href={`/admin/notifications/${notificationId}`}
            aria-label={`The notification that ${address} was suppressed for`}
            className="relative z-1 text-accent text-xs underline-offset-2 hover:underline"
          >
            Notification
          </Link>
        ) : null}
      </Td>
      <Td numeric>
        <RelativeTime at={createdAt} className="relative z-1 text-muted text-xs" />
      </Td>
      {onRemove ? (
        <Td phone="aside" className="text-right">
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Take ${address} off the list`}
            className="relative z-1"
            onClick={(event) => onRemove(row, event.currentTarget)}
          >
            <Trash2 aria-hidden />
          </Button>
        </Td>
      ) : null}
    </Tr>
  )
}
