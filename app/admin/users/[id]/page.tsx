import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getQueryClient, HydrateClient, requireMember, trpc } from '#app/_trpc/server.ts'
import { isDomainError } from '#server/errors.ts'
import { UserPage } from '../_profile/user-page.tsx'

export const metadata: Metadata = { title: 'User' }

export default async function OneUserPage({ params }: PageProps<'/admin/users/[id]'>) {
  await requireMember()
  const { id } = await params
  // Awaited, so that an address of nobody is a 404. Other failures are told, and tried again, by the page.
  await getQueryClient()
    .fetchQuery(trpc.users.get.queryOptions({ id }, { retry: false }))
    .catch((error: unknown) => {
      if (isMissing(error)) notFound()
    })
  return (
    <HydrateClient>
      <UserPage id={id} />
    </HydrateClient>
  )
}

/** tRPC wraps what the verb threw. */
function isMissing(error: unknown): boolean {
  const cause = error instanceof Error && error.cause ? error.cause : error
  return isDomainError(cause) && (cause.code === 'not_found' || cause.code === 'bad_input')
}
