'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTRPC, useTRPCClient } from '#app/_trpc/client.tsx'
import type { ExplainInput } from './types.ts'

/**
 * What would become of an event; null asks nothing. It goes as a POST, so that no payload stands in an address, and is
 * asked anew whenever its page is come back to: preferences and the clock go on.
 */
export function useExplanation(input: ExplainInput | null) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  return useQuery({
    queryKey: [...trpc.explain.run.mutationKey(), input],
    queryFn: ({ signal }) => client.explain.run.mutate(input as ExplainInput, { signal }),
    enabled: input !== null,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  })
}
