import type { Metadata } from 'next'
import { HydrateClient, prefetch, requireMember, trpc } from '#app/_trpc/server.ts'
import { getEnv } from '#server/env.ts'
import { Sources } from './_list/sources.tsx'

export const metadata: Metadata = { title: 'Sources' }

export default async function SourcesPage() {
  await requireMember()
  await Promise.all([
    prefetch(trpc.sources.list.queryOptions()),
    prefetch(trpc.sources.openPaths.queryOptions()),
    prefetch(trpc.kafka.state.queryOptions()),
  ])
  const { appUrl, database } = getEnv()
  return (
    <HydrateClient>
      <Sources appUrl={appUrl} schema={database.schema} />
    </HydrateClient>
  )
}
