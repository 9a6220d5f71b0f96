'use client'

import { useQuery } from '@tanstack/react-query'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { useMay } from '#app/_trpc/use-may.ts'
import { Editor } from './editor.tsx'

/** How often one asks whether somebody else has saved. Milliseconds. */
const NEWS_MS = 20_000

/** One workflow: what it does, written, drawn, tried and told, on one page. */
export function EditorPage({ workflowKey }: { workflowKey: string }) {
  const trpc = useTRPC()
  const mayWrite = useMay('admin')
  const mayTry = useMay('users')
  const query = useQuery(
    trpc.workflows.get.queryOptions({ key: workflowKey }, { refetchInterval: NEWS_MS, staleTime: 2_000 }),
  )
  if (!query.data) {
    return query.isError ? (
      <QueryFailure level={1} title="The workflow could not be loaded" query={query} />
    ) : (
      <SkeletonRows rows={10} label="Loading the workflow" />
    )
  }
  // Another workflow is another editor.
  return <Editor key={query.data.key} detail={query.data} mayWrite={mayWrite} mayTry={mayTry} />
}
