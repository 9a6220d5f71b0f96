import type { Metadata } from 'next'
import { HydrateClient, prefetch, requireMember, trpc } from '#app/_trpc/server.ts'
import { getEnv } from '#server/env.ts'
import { NotificationsList } from './_list/notifications-list.tsx'
import { filterInput, loadListState, pageInput } from './filters.ts'

export const metadata: Metadata = { title: 'Notifications' }

export default async function NotificationsPage({ searchParams }: PageProps<'/admin/notifications'>) {
  const { email } = await requireMember()
  const state = await loadListState(searchParams)
  const now = Date.now()
  await Promise.all([
    prefetch(trpc.notifications.list.queryOptions(pageInput(state, now))),
    prefetch(trpc.notifications.countByStatus.queryOptions({ ...filterInput(state, now), status: [] })),
    prefetch(trpc.notifications.eventTypes.queryOptions()),
    ...(state.open ? [prefetch(trpc.notifications.get.queryOptions({ id: state.open }))] : []),
  ])
  return (
    <HydrateClient>
      <NotificationsList reader={{ email, appUrl: getEnv().appUrl }} />
    </HydrateClient>
  )
}
