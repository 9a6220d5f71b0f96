import type { Metadata } from 'next'
import { HydrateClient, prefetch, requireMember, trpc } from '#app/_trpc/server.ts'
import { getEnv } from '#server/env.ts'
import { linkSettings } from '#server/members/links.ts'
import { Team } from './team.tsx'

export const metadata: Metadata = { title: 'Team' }

export default async function TeamPage() {
  const { role } = await requireMember()
  await Promise.all([
    prefetch(trpc.team.list.queryOptions()),
    ...(role === 'admin' ? [prefetch(trpc.team.invitations.queryOptions())] : []),
  ])
  return (
    <HydrateClient>
      <Team mails={linkSettings(getEnv()).mails} />
    </HydrateClient>
  )
}
