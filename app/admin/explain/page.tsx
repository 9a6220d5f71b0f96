import type { Metadata } from 'next'
import { HydrateClient, prefetch, requireMember, trpc } from '#app/_trpc/server.ts'
import { Explain } from './explain.tsx'
import { loadExplainState } from './explain-state.ts'

export const metadata: Metadata = { title: 'Explain' }

export default async function ExplainPage({ searchParams }: PageProps<'/admin/explain'>) {
  const { role } = await requireMember()
  const { notification } = await loadExplainState(searchParams)
  if (role === 'operator' || role === 'admin') {
    await Promise.all([
      prefetch(trpc.notifications.testEvents.queryOptions()),
      prefetch(trpc.notifications.eventTypes.queryOptions()),
      prefetch(trpc.categories.list.queryOptions()),
      ...(notification ? [prefetch(trpc.notifications.get.queryOptions({ id: notification }))] : []),
    ])
  }
  return (
    <HydrateClient>
      <Explain />
    </HydrateClient>
  )
}
