'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '#app/_trpc/client.tsx'
import type { RouterOutputs } from '#server/trpc/root.ts'

export type User = RouterOutputs['users']['get']

/** One user. Never another one while they load. */
export function useUser(id: string) {
  const trpc = useTRPC()
  return useQuery(trpc.users.get.queryOptions({ id }, { placeholderData: () => undefined }))
}
