import type { Metadata } from 'next'
import { HydrateClient, prefetch, requireMember, trpc } from '#app/_trpc/server.ts'
import { listInput, loadTemplatesState } from './_list/list-state.ts'
import { Templates } from './_list/templates.tsx'

export const metadata: Metadata = { title: 'Templates' }

export default async function TemplatesPage({ searchParams }: PageProps<'/admin/templates'>) {
  await requireMember()
  const state = await loadTemplatesState(searchParams)
  await Promise.all([
    prefetch(trpc.templates.list.queryOptions(listInput(state))),
    prefetch(trpc.templates.categories.queryOptions()),
    prefetch(trpc.categories.list.queryOptions()),
  ])
  return (
    <HydrateClient>
      <Templates />
    </HydrateClient>
  )
}
