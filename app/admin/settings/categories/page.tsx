import type { Metadata } from 'next'
import { HydrateClient, prefetch, requireMember, trpc } from '#app/_trpc/server.ts'
import { Categories } from './categories.tsx'

export const metadata: Metadata = { title: 'Categories' }

export default async function CategoriesPage() {
  await requireMember()
  await prefetch(trpc.categories.list.queryOptions())
  return (
    <HydrateClient>
      <Categories />
    </HydrateClient>
  )
}
