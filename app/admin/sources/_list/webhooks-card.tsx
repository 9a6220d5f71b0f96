'use client'

import { Plus } from 'lucide-react'
import { Count, formatCount } from '#app/_components/number.tsx'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { useRowKeys } from '#app/_components/row-keys.ts'
import { Badge } from '#app/_components/ui/badge.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { RowLink } from '#app/_components/ui/row-link.tsx'
import { Table, TableBody, TableHead, Td, Th, Tr } from '#app/_components/ui/table.tsx'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { authLook } from '../auth-look.ts'
import { refusedShare } from './rate.ts'

type Row = RouterOutputs['sources']['list'][number]

interface WebhooksCardProps {
  rows: readonly Row[]
  /** Null for members who may not make one. */
  onCreate: (() => void) | null
}

/** The webhook endpoints with their last 24 hours; each row leads to its page. */
export function WebhooksCard({ rows, onCreate }: WebhooksCardProps) {
  const list = useRowKeys<HTMLTableSectionElement>()
  const onlyBuiltIn = rows.every(({ builtIn }) => builtIn)
  return (
    <Card
      title="Webhooks"
      flush
      actions={
        onCreate ? (
          <Button size="sm" variant="primary" onClick={onCreate}>
            <Plus aria-hidden />
            New source
          </Button>
        ) : null
      }
    >
      <Table label="Webhook sources" className="table-fixed">
        <TableHead>
          <tr>
            <Th className="w-[26%]">Name</Th>
            <Th>Address</Th>
            <Th className="w-32">Who may send</Th>
            <Th numeric className="w-28">
              Events, 24 h
            </Th>
            <Th numeric className="w-24">
              Refused
            </Th>
            <Th numeric className="w-28">
              Last event
            </Th>
          </tr>
        </TableHead>
        <TableBody ref={list}>
          {rows.map((row) => (
            <SourceRow key={row.key} row={row} />
          ))}
        </TableBody>
      </Table>
      {onlyBuiltIn ? (
        <p className="border-t px-4 py-3 text-muted text-sm">
          A source of your own gives a sender an address and a secret, and says where its bodies hold type,
          recipient and ids.{' '}
          {onCreate ? (
            <Button variant="link" onClick={onCreate} className="inline-flex">
              Make the first one
            </Button>
          ) : (
            'An admin can make one.'
          )}
        </p>
      ) : null}
    </Card>
  )
}

function SourceRow({ row }: { row: Row }) {
  const { key, name, builtIn, auth, enabled, accepted, refused, lastEventAt } = row
  const look = authLook(auth)
  const path = `/webhook/${key}`
  const share = refusedShare(row)
  return (
    <Tr>
      <Td phone="main" truncate>
        <RowLink
          href={`/admin/sources/${key}`}
          aria-label={`${name}, ${path}, ${enabled ? look?.word : 'off'}`}
          className="font-medium"
        >
          {name}
        </RowLink>
        {builtIn ? <Badge className="ml-2">Built in</Badge> : null}
        {enabled ? null : <Badge className="ml-2">Off</Badge>}
      </Td>
      <Td truncate>
        <code className="text-muted text-xs" title={path}>
          {path}
        </code>
      </Td>
      <Td>
        <Badge tone={look?.tone ?? 'grey'}>{look?.word}</Badge>
      </Td>
      <Td numeric>
        <Count value={accepted} compact />
      </Td>
      <Td numeric>
        <span
          className={refused > 0 ? 'text-red' : 'text-muted'}
          title={`${formatCount(refused)} refused in 24 hours`}
        >
          {share}
        </span>
      </Td>
      <Td phone="detail" className="md:hidden">
        {look?.word} · <Count value={accepted} compact /> in 24 h
        {refused > 0 ? <span className="text-red"> · {share} refused</span> : null} · {path}
      </Td>
      <Td numeric phone="aside">
        {lastEventAt ? (
          <RelativeTime at={lastEventAt} className="text-muted text-xs" />
        ) : (
          <span className="text-faint text-xs">never</span>
        )}
      </Td>
    </Tr>
  )
}
