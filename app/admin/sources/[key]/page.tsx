import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getQueryClient, HydrateClient, prefetch, requireMember, trpc } from '#app/_trpc/server.ts'
import { getEnv } from '#server/env.ts'
import { isDomainError } from '#server/errors.ts'
import { SourcePage } from '../_detail/source-page.tsx'

export const metadata: Metadata = { title: 'Source' }

export default async function OneSourcePage({ params }: PageProps<'/admin/sources/[key]'>) {
  await requireMember()
  const { key } = await params
  // Awaited, so that an address of nothing is a 404. Other failures are told, and tried again, by the page.
  const source = await getQueryClient()
    .fetchQuery(trpc.sources.get.queryOptions({ key }, { retry: false }))
    .catch((error: unknown) => {
      if (isMissing(error)) notFound()
      return null
    })
  const last = source?.events[0]
  if (last && !source.builtIn) await prefetch(trpc.notifications.get.queryOptions({ id: last.id }))
  return (
    <HydrateClient>
      <SourcePage sourceKey={key} appUrl={getEnv().appUrl} />
    </HydrateClient>
  )
}

/** tRPC wraps what the verb threw. */
function isMissing(error: unknown): boolean {
  const cause = error instanceof Error && error.cause ? error.cause : error
  return isDomainError(cause) && (cause.code === 'not_found' || cause.code === 'bad_input')
}
