import type { Metadata } from 'next'
import { HydrateClient, prefetch, requireMember, trpc } from '#app/_trpc/server.ts'
import { ImportPage } from '../_import/import-page.tsx'

export const metadata: Metadata = { title: 'Import users' }

export default async function OneImportPage({ params }: PageProps<'/admin/users/import/[id]'>) {
  const { role } = await requireMember()
  const { id } = await params
  if (role === 'operator' || role === 'admin') await prefetch(trpc.userImports.get.queryOptions({ id }))
  return (
    <HydrateClient>
      <ImportPage id={id} />
    </HydrateClient>
  )
}
