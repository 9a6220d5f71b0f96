'use client'

import { useQuery } from '@tanstack/react-query'
import type { Scope } from '#server/db/schema/access.ts'
import { useTRPC } from './client.tsx'

/**
 * Whether the member's role gives the scope, to hide what the server would refuse. The dashboard's layout has asked for
 * it already; until it is known, nothing is allowed.
 */
export function useMay(scope: Scope): boolean {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.members.me.queryOptions(undefined, { staleTime: 60_000 }))
  return data?.may.includes(scope) ?? false
}

/** Why a button can't be pressed by somebody whose role lacks the scope. */
export const refusedByRole = 'Your role does not allow this; an admin can change it in the settings.'
