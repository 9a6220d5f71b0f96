'use client'

import { CircleCheck } from 'lucide-react'
import Link from 'next/link'
import { Count, formatCount } from '#app/_components/number.tsx'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { useRowKeys } from '#app/_components/row-keys.ts'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { RowLink } from '#app/_components/ui/row-link.tsx'
import { Table, TableBody, TableHead, Td, Th, Tr } from '#app/_components/ui/table.tsx'
import { notificationsHref } from '../notifications/href.ts'
import type { Summary } from './overview.tsx'
import { providerName } from './provider-name.ts'

export interface FailuresCardProps {
  failures: Summary['failures']
  from: Date | null
}

/** Why deliveries failed, the commonest reason first; a row leads to the newest example of its kind. */
export function FailuresCard({ failures: { groups, total, capped }, from }: FailuresCardProps) {
  const list = useRowKeys<HTMLTableSectionElement>()
  const shown = groups.reduce((sum, { count }) => sum + count, 0)
  return (
    <Card
      title="Failures by reason"
      flush
      actions={
        total > 0 ? (
          <Button asChild size="sm" variant="ghost">
            <Link
              href={notificationsHref({
                statuses: ['FAILED', 'PARTIAL', 'UNKNOWN'],
                ...(from ? { from } : {}),
              })}
              prefetch={false}
            >
              All that failed
            </Link>
          </Button>
        ) : undefined
      }
    >
      {groups.length === 0 ? (
        <p className="flex items-center gap-2 px-4 py-6 text-muted text-sm">
          <CircleCheck aria-hidden className="size-4 text-green" />
          No delivery failed in this time.
        </p>
      ) : (
        <>
          <Table label="Failures by reason" className="table-fixed">
            <TableHead>
              <tr>
                <Th className="static">Reason</Th>
                <Th className="static w-36">Domain</Th>
                <Th className="static w-40 max-2xl:hidden">Template</Th>
                <Th className="static w-24">Provider</Th>
                <Th numeric className="static w-20">
                  Count
                </Th>
                <Th numeric className="static w-28">
                  Last
                </Th>
              </tr>
            </TableHead>
            <TableBody ref={list}>
              {groups.map((group) => (
                <Tr key={group.fingerprint}>
                  <Td phone="main" truncate>
                    <RowLink
                      href={`/admin/notifications/${group.example.notificationId}`}
                      className="font-medium"
                      title={group.reasonText ?? group.reason ?? group.fingerprint}
                    >
                      {group.reasonText ?? group.reason ?? group.fingerprint}
                    </RowLink>
                  </Td>
                  <Td truncate className="text-muted" title={group.domain ?? undefined}>
                    {group.domain ?? '–'}
                  </Td>
                  <Td truncate className="text-muted max-2xl:hidden" title={group.templateKey}>
                    {group.templateKey}
                  </Td>
                  <Td phone="detail" truncate className="text-muted">
                    <span className="md:hidden">
                      {[group.domain, group.templateKey].filter(Boolean).join(' · ')}
                      {' · '}
                    </span>
                    {group.provider ? providerName(group.provider) : '–'}
                    <span className="md:hidden">
                      {' · '}
                      <RelativeTime at={group.lastAt} />
                    </span>
                  </Td>
                  <Td phone="aside" numeric>
                    <Count value={group.count} className="font-medium text-red" />
                  </Td>
                  <Td numeric className="text-muted text-xs">
                    <RelativeTime at={group.lastAt} />
                  </Td>
                </Tr>
              ))}
            </TableBody>
          </Table>
          {shown < total || capped ? (
            <p className="border-t px-4 py-2 text-muted text-xs">
              {shown < total ? `${formatCount(total - shown)} more failed for other reasons. ` : ''}
              {capped ? `Only the newest ${formatCount(total)} were looked at.` : ''}
            </p>
          ) : null}
        </>
      )}
    </Card>
  )
}
