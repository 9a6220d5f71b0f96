'use client'

import { useQuery } from '@tanstack/react-query'
import { formatCount } from '#app/_components/number.tsx'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { useRowKeys } from '#app/_components/row-keys.ts'
import { Badge } from '#app/_components/ui/badge.tsx'
import { Table, TableBody, TableHead, Td, Th, Tr } from '#app/_components/ui/table.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { roleName, roleSummary } from '../role-words.ts'
import { MemberActions } from './member-actions.tsx'

export type TeamMember = RouterOutputs['team']['list'][number]

/** Who is in the team. `j` and `k` walk over the rows' menus. */
export function MemberRows({ members, isAdmin }: { members: readonly TeamMember[]; isAdmin: boolean }) {
  const trpc = useTRPC()
  const me = useQuery(trpc.members.me.queryOptions(undefined, { staleTime: 60_000 }))
  const keys = useRowKeys<HTMLTableSectionElement>()
  const selfId = me.data?.member.id
  return (
    <Table label="Members">
      <TableHead>
        <tr>
          <Th>Name</Th>
          <Th>Role</Th>
          {isAdmin ? (
            <>
              <Th className="max-lg:hidden">Joined</Th>
              <Th>Seen</Th>
              <Th numeric className="max-lg:hidden">
                Sessions
              </Th>
              <Th className="w-10">
                <span className="sr-only">Actions</span>
              </Th>
            </>
          ) : (
            <Th>Joined</Th>
          )}
        </tr>
      </TableHead>
      <TableBody ref={keys}>
        {members.map((member) => (
          <Tr key={member.id} className="has-data-row-link:cursor-default">
            <Td phone="main" truncate className="md:w-1/2">
              <span className="grid min-w-0">
                <span className="flex min-w-0 items-center gap-2">
                  <span className="truncate font-medium">{member.name}</span>
                  {member.id === selfId ? <Badge>You</Badge> : null}
                </span>
                <span className="truncate text-muted text-xs">{member.email}</span>
              </span>
            </Td>
            <Td phone="detail" title={roleSummary[member.role]}>
              {roleName(member.role)}
              {isAdmin && member.lastSeenAt ? (
                <span className="md:hidden">
                  , seen <RelativeTime at={member.lastSeenAt} />
                </span>
              ) : null}
            </Td>
            {isAdmin ? (
              <>
                <Td className="text-muted max-lg:hidden">
                  <RelativeTime at={member.createdAt} />
                </Td>
                <Td className="text-muted">
                  {member.lastSeenAt ? <RelativeTime at={member.lastSeenAt} /> : 'Not yet'}
                </Td>
                <Td numeric className="text-muted max-lg:hidden">
                  {formatCount(member.sessions ?? 0)}
                </Td>
                <Td phone="aside">
                  <MemberActions member={member} isSelf={member.id === selfId} />
                </Td>
              </>
            ) : (
              <Td className="text-muted">
                <RelativeTime at={member.createdAt} />
              </Td>
            )}
          </Tr>
        ))}
      </TableBody>
    </Table>
  )
}
