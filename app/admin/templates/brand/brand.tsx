'use client'

import { useQuery } from '@tanstack/react-query'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { BrandForm } from './brand-form.tsx'

/** The look of all templates of the studio. */
export function Brand() {
  const trpc = useTRPC()
  const saved = useQuery(trpc.brand.theme.queryOptions())
  return (
    <div className="grid max-w-7xl gap-4">
      <div>
        <h1 className="font-semibold text-lg">Brand</h1>
        <p className="max-w-2xl text-pretty text-muted text-sm">
          What the templates of the studio look like. What is published keeps its look until it is published
          again; templates that come with the code have a look of their own.
        </p>
      </div>
      {saved.isPending ? (
        <SkeletonRows rows={8} label="Loading the brand" />
      ) : saved.isError ? (
        <QueryFailure query={saved} title="The brand could not be loaded" />
      ) : (
        <BrandForm saved={saved.data} />
      )}
    </div>
  )
}
