import type { Metadata } from 'next'
import { HydrateClient, prefetch, requireMember, trpc } from '#app/_trpc/server.ts'
import { Workflows } from './_list/workflows.tsx'

export const metadata: Metadata = { title: 'Workflows' }

export default async function WorkflowsPage() {
  await requireMember()
  await prefetch(trpc.workflows.list.queryOptions())
  return (
    <HydrateClient>
      <Workflows />
    </HydrateClient>
  )
}
