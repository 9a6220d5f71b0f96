'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { formatCount } from '#app/_components/number.tsx'
import { Facts, PageHeader } from '#app/_components/page-header.tsx'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Badge } from '#app/_components/ui/badge.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { useMay } from '#app/_trpc/use-may.ts'
import { NotForYourRole } from '../../not-for-your-role.tsx'
import { formatSize, stateLooks, type UserImport } from '../import-look.ts'
import { ImportRun } from './import-run.tsx'
import { Prepare } from './prepare.tsx'

/** One file of users: what it would do, how far it is, what came of it. */
export function ImportPage({ id }: { id: string }) {
  const trpc = useTRPC()
  const may = useMay('users')
  const found = useQuery(
    trpc.userImports.get.queryOptions(
      { id },
      {
        enabled: may,
        retry: false,
        refetchInterval: ({ state }) => (state.data?.state === 'running' ? 1_000 : false),
      },
    ),
  )
  if (!may) return <NotForYourRole level={1} />
  if (found.isPending) return <SkeletonRows rows={6} label="Loading the import" />
  if (!found.data) return <QueryFailure level={1} title="The import could not be loaded" query={found} />
  const one = found.data
  return (
    <div className="grid gap-4">
      <Header of={one} />
      {one.state === 'uploaded' ? <Prepare key={one.id} import={one} /> : <ImportRun import={one} />}
    </div>
  )
}

function Header({ of }: { of: UserImport }) {
  const look = stateLooks[of.state]
  return (
    <PageHeader
      title={of.name}
      status={<Badge tone={look.tone}>{look.word}</Badge>}
      meta={
        <Facts>
          {of.total === null ? null : `${formatCount(of.total)} ${of.total === 1 ? 'row' : 'rows'}`}
          {formatSize(of.size)}
          {`by ${of.startedByName}`}
          <RelativeTime at={of.startedAt ?? of.createdAt} />
          <Link href="/admin/users/import" className="text-accent underline-offset-2 hover:underline">
            All imports
          </Link>
        </Facts>
      }
    />
  )
}
