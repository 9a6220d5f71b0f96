import type { Metadata } from 'next'
import { HydrateClient, prefetch, requireMember, trpc } from '#app/_trpc/server.ts'
import { getEnv } from '#server/env.ts'
import { Users } from './_list/users.tsx'
import { loadUsersState, pageInput } from './users-state.ts'

export const metadata: Metadata = { title: 'Users' }

export default async function UsersPage({ searchParams }: PageProps<'/admin/users'>) {
  const { role } = await requireMember()
  const state = await loadUsersState(searchParams)
  if (role === 'operator' || role === 'admin') {
    await Promise.all([
      prefetch(trpc.users.list.queryOptions(pageInput(state))),
      ...(state.open ? [prefetch(trpc.users.get.queryOptions({ id: state.open }))] : []),
    ])
  }
  return (
    <HydrateClient>
      <Users appUrl={getEnv().appUrl} />
    </HydrateClient>
  )
}
