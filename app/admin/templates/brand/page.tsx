import type { Metadata } from 'next'
import { getQueryClient, HydrateClient, requireMember, trpc } from '#app/_trpc/server.ts'
import { Brand } from './brand.tsx'

export const metadata: Metadata = { title: 'Brand · Templates' }

export default async function BrandPage() {
  await requireMember()
  // Awaited: the form begins with what is saved.
  await getQueryClient().prefetchQuery(trpc.brand.theme.queryOptions())
  return (
    <HydrateClient>
      <Brand />
    </HydrateClient>
  )
}
