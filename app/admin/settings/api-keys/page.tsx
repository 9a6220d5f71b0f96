import type { Metadata } from 'next'
import { HydrateClient, prefetch, requireMember, trpc } from '#app/_trpc/server.ts'
import { getEnv } from '#server/env.ts'
import { ApiKeys } from './api-keys.tsx'

export const metadata: Metadata = { title: 'API keys' }

export default async function ApiKeysPage() {
  const { role } = await requireMember()
  if (role === 'admin') await prefetch(trpc.apiKeys.list.queryOptions())
  return (
    <HydrateClient>
      <ApiKeys internalSecret={getEnv().access.internalApiSecret !== null} />
    </HydrateClient>
  )
}
