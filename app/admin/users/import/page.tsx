import type { Metadata } from 'next'
import { HydrateClient, prefetch, requireMember, trpc } from '#app/_trpc/server.ts'
import { Imports } from './_upload/imports.tsx'

export const metadata: Metadata = { title: 'Import users' }

export default async function ImportsPage() {
  const { role } = await requireMember()
  if (role === 'operator' || role === 'admin') await prefetch(trpc.userImports.list.queryOptions())
  return (
    <HydrateClient>
      <Imports />
    </HydrateClient>
  )
}
