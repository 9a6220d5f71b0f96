import type { Metadata } from 'next'
import { HydrateClient, prefetch, requireMember, trpc } from '#app/_trpc/server.ts'
import { Inbox } from './inbox.tsx'
import { loadInboxState, pageInput } from './inbox-state.ts'

export const metadata: Metadata = { title: 'Inbox' }

export default async function InboxPage({ searchParams }: PageProps<'/admin/inbox'>) {
  await requireMember()
  const state = await loadInboxState(searchParams)
  prefetch(trpc.inbox.list.queryOptions(pageInput(state)))
  prefetch(trpc.inbox.count.queryOptions())
  if (state.open) prefetch(trpc.inbox.get.queryOptions({ deliveryId: state.open }))
  return (
    <HydrateClient>
      <Inbox />
    </HydrateClient>
  )
}
