import type { Metadata } from 'next'
import { getQueryClient, HydrateClient, requireMember, trpc } from '#app/_trpc/server.ts'
import { Suppressions } from './suppressions.tsx'
import { loadSuppressionsState, pageInput } from './suppressions-state.ts'

export const metadata: Metadata = { title: 'Suppressions' }

export default async function SuppressionsPage({ searchParams }: PageProps<'/admin/suppressions'>) {
  await requireMember()
  const state = await loadSuppressionsState(searchParams)
  // Awaited: the browser must find what was rendered here, and this is a few milliseconds.
  await getQueryClient().prefetchQuery(trpc.suppressions.list.queryOptions(pageInput(state)))
  return (
    <HydrateClient>
      <Suppressions />
    </HydrateClient>
  )
}
