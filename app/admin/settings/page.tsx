import type { Metadata } from 'next'
import { HydrateClient, prefetch, requireMember, trpc } from '#app/_trpc/server.ts'
import { You } from './_you/you.tsx'

export const metadata: Metadata = { title: 'Settings' }

export default async function YouPage() {
  await requireMember()
  await prefetch(trpc.members.sessions.queryOptions())
  return (
    <HydrateClient>
      <You />
    </HydrateClient>
  )
}
