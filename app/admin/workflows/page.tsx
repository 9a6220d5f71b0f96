import type { Metadata } from 'next'
import { HydrateClient, prefetch, requireMember, trpc } from '#app/_trpc/server.ts'
import { Workflows } from './_list/workflows.tsx'

export const metadata: Metadata = { title: 'Workflows' }

export default async function WorkflowsPage() {
  await requireMember()
  await Promise.all([
    prefetch(trpc.workflows.list.queryOptions()),
    prefetch(trpc.categories.list.queryOptions()),
  ])
  return (
    <HydrateClient>
      <Workflows />
    </HydrateClient>
  )
}
