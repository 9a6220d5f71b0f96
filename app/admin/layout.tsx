import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { DataProvider } from '#app/_trpc/client.tsx'
import { HydrateClient, prefetch, requireMember, trpc } from '#app/_trpc/server.ts'
import { SessionWatch } from '#app/_trpc/session-watch.tsx'
import { Frame } from './_frame/frame.tsx'
import { UnreadBadge } from './inbox/unread-badge.tsx'
import { TestEventProvider } from './notifications/_test-event/test-event-provider.tsx'

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const { name, email } = await requireMember()
  // All that the frame shows: what it learnt later from a page's own prefetching would not be what was rendered here.
  const [me, unread] = [trpc.members.me.queryOptions(), trpc.inbox.unreadCount.queryOptions()]
  await Promise.all([prefetch(me), prefetch(unread)])
  return (
    <NuqsAdapter>
      <DataProvider>
        <SessionWatch />
        <HydrateClient only={[me.queryKey, unread.queryKey]}>
          <TestEventProvider>
            <Frame member={{ name, email }} badges={{ inbox: <UnreadBadge /> }}>
              {children}
            </Frame>
          </TestEventProvider>
        </HydrateClient>
      </DataProvider>
    </NuqsAdapter>
  )
}
