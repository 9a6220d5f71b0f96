import type { Metadata } from 'next'
import { getQueryClient, HydrateClient, requireMember, trpc } from '#app/_trpc/server.ts'
import { Inbox } from './inbox.tsx'
import { loadInboxState, pageInput } from './inbox-state.ts'

export const metadata: Metadata = { title: 'Inbox' }

export default async function InboxPage({ searchParams }: PageProps<'/admin/inbox'>) {
  await requireMember()
  const state = await loadInboxState(searchParams)
  const client = getQueryClient()
  // Awaited: the browser must find what was rendered here, and these are a few milliseconds.
  await Promise.all([
    client.prefetchQuery(trpc.inbox.list.queryOptions(pageInput(state))),
    client.prefetchQuery(trpc.inbox.count.queryOptions()),
    client.prefetchQuery(trpc.inbox.unreadCount.queryOptions()),
    state.open && client.prefetchQuery(trpc.inbox.get.queryOptions({ deliveryId: state.open })),
  ])
  return (
    <HydrateClient>
      <Inbox />
    </HydrateClient>
  )
}
