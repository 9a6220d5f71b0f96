'use client'

import { useQuery } from '@tanstack/react-query'
import { formatCount } from '#app/_components/number.tsx'
import { PageHeader } from '#app/_components/page-header.tsx'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Badge } from '#app/_components/ui/badge.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { RowLink } from '#app/_components/ui/row-link.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { Table, TableBody, TableHead, Td, Th, Tr } from '#app/_components/ui/table.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { useMay } from '#app/_trpc/use-may.ts'
import { NotForYourRole } from '../../not-for-your-role.tsx'
import { resultOf, stateLooks, type UserImport } from '../import-look.ts'
import { DropZone } from './drop-zone.tsx'

/** Files of users: the next one, and those that were taken in. */
export function Imports() {
  const trpc = useTRPC()
  const may = useMay('users')
  const list = useQuery(
    trpc.userImports.list.queryOptions(undefined, {
      enabled: may,
      refetchInterval: ({ state }) => (state.data?.some((one) => one.state === 'running') ? 2_000 : false),
    }),
  )
  if (!may) return <NotForYourRole level={1} />
  return (
    <div className="grid max-w-4xl gap-4">
      <PageHeader title="Import users" />
      <p className="text-pretty text-muted text-sm">
        Nothing is changed before you have seen what a file would do. Users are known by their external id or
        their e-mail address; nobody gets a mail by being imported.
      </p>
      <DropZone />
      <Card title="Earlier imports" flush>
        {list.isPending ? (
          <SkeletonRows rows={3} label="Loading imports" />
        ) : list.isError && !list.data ? (
          <QueryFailure title="The imports could not be loaded" query={list} />
        ) : list.data?.length ? (
          <ImportRows imports={list.data} />
        ) : (
          <p className="p-4 text-muted text-sm">No file has been imported yet.</p>
        )}
      </Card>
    </div>
  )
}

function ImportRows({ imports }: { imports: UserImport[] }) {
  return (
    <Table label="Imports">
      <TableHead>
        <tr>
          <Th className="w-2/5">File</Th>
          <Th>State</Th>
          <Th numeric>Rows</Th>
          <Th>Result</Th>
          <Th>By</Th>
          <Th>When</Th>
        </tr>
      </TableHead>
      <TableBody>
        {imports.map((one) => (
          <Tr key={one.id}>
            <Td phone="main" truncate className="font-medium">
              <RowLink href={`/admin/users/import/${one.id}`}>{one.name}</RowLink>
            </Td>
            <Td phone="aside">
              <Badge tone={stateLooks[one.state].tone}>{stateLooks[one.state].word}</Badge>
            </Td>
            <Td numeric>{one.total === null ? '' : formatCount(one.total)}</Td>
            <Td phone="detail" className="text-muted">
              {one.state === 'uploaded' ? 'Waits for you to look at it' : resultOf(one)}
            </Td>
            <Td className="whitespace-nowrap text-muted">{one.startedByName}</Td>
            <Td className="whitespace-nowrap text-muted">
              <RelativeTime at={one.createdAt} />
            </Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
  )
}
