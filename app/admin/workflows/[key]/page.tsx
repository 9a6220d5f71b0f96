import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getQueryClient, HydrateClient, prefetch, requireMember, trpc } from '#app/_trpc/server.ts'
import { isDomainError } from '#server/errors.ts'
import { EditorPage } from '../_editor/editor-page.tsx'

export const metadata: Metadata = { title: 'Workflow' }

export default async function OneWorkflowPage({ params }: PageProps<'/admin/workflows/[key]'>) {
  await requireMember()
  const { key } = await params
  // Awaited, so that an address of nothing is a 404. Other failures are told, and tried again, by the page.
  await getQueryClient()
    .fetchQuery(trpc.workflows.get.queryOptions({ key }, { retry: false }))
    .catch((error: unknown) => {
      if (isMissing(error)) notFound()
    })
  await Promise.all([
    prefetch(trpc.workflows.options.queryOptions()),
    prefetch(trpc.categories.list.queryOptions()),
    prefetch(trpc.members.me.queryOptions()),
  ])
  return (
    <HydrateClient>
      <EditorPage workflowKey={key} />
    </HydrateClient>
  )
}

/** tRPC wraps what the verb threw. */
function isMissing(error: unknown): boolean {
  const cause = error instanceof Error && error.cause ? error.cause : error
  return isDomainError(cause) && (cause.code === 'not_found' || cause.code === 'bad_input')
}
