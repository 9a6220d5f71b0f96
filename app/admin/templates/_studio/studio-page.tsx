'use client'

import { useQuery } from '@tanstack/react-query'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { useMay } from '#app/_trpc/use-may.ts'
import { PlaceProvider } from './place-context.tsx'
import { StudioProvider } from './studio-context.tsx'
import { StudioLayout } from './studio-layout.tsx'
import { ViewProvider } from './view-context.tsx'

/** How often one asks whether somebody else has saved. Milliseconds. */
const NEWS_MS = 30_000

/** The template studio: one template, written, looked at, checked and published on one page. */
export function StudioPage({ templateKey }: { templateKey: string }) {
  const trpc = useTRPC()
  const mayWrite = useMay('templates')
  const query = useQuery(
    trpc.templates.studio.queryOptions({ key: templateKey }, { refetchInterval: NEWS_MS, staleTime: 2_000 }),
  )
  const studio = query.data
  if (!studio) {
    return query.isError ? (
      <QueryFailure level={1} title="The template could not be loaded" query={query} />
    ) : (
      <SkeletonRows rows={10} label="Loading the template" />
    )
  }
  const readOnly = studio.template.archivedAt
    ? 'This template is archived: it is kept as it was, and can be restored from the list.'
    : mayWrite
      ? null
      : 'Your role may look, not write. An admin can make you a template author in the settings.'
  return (
    // Another template, or other rights, is another studio.
    <StudioProvider key={`${studio.template.key}-${readOnly}`} studio={studio} readOnly={readOnly}>
      <PlaceProvider>
        <ViewProvider>
          <StudioLayout />
        </ViewProvider>
      </PlaceProvider>
    </StudioProvider>
  )
}
