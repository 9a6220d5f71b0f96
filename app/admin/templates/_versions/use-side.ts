'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC, useTRPCClient } from '#app/_trpc/client.tsx'
import type { SideId, Studio } from './sides.ts'

export interface Side {
  kind: Studio['kind']
  variables: Record<string, unknown> | null
  locales: readonly { locale: string; source: Studio['locales'][number]['source'] }[]
}

/** The sources of a version, or of the draft as it is saved. A version never changes, so it is asked for once. */
export function useSide(templateKey: string, id: SideId | null, studio: Studio) {
  const trpc = useTRPC()
  const version = useQuery(
    trpc.templates.version.queryOptions(
      { key: templateKey, version: typeof id === 'number' ? id : 0 },
      {
        enabled: typeof id === 'number',
        staleTime: Number.POSITIVE_INFINITY,
        placeholderData: () => undefined,
      },
    ),
  )
  const side: Side | null = id === 'draft' ? studio : id === null ? null : (version.data ?? null)
  return { side, query: version }
}

export interface RenderedInput {
  templateKey: string
  id: SideId | null
  /** Null: the side does not have the language that is looked at. */
  locale: string | null
  data: Record<string, unknown>
  /** Of the draft: another save renders again. */
  lockVersion: number
}

/** A side as it reads with some data. */
export function useRendered({ templateKey, id, locale, data, lockVersion }: RenderedInput) {
  const client = useTRPCClient()
  return useQuery({
    queryKey: ['template-rendered', templateKey, id, locale, id === 'draft' ? lockVersion : 0, data],
    queryFn: ({ signal }) =>
      client.templates.renderVersion.mutate(
        { key: templateKey, version: id ?? 'draft', locale: locale ?? '', data },
        { signal },
      ),
    enabled: id !== null && locale !== null,
    staleTime: 60_000,
    placeholderData: () => undefined,
    retry: false,
  })
}
