'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '#app/_trpc/client.tsx'

/** What a category is called; a key that no category has is its own name, and so is each until they are known. */
export function useCategoryName(): (key: string) => string {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.categories.list.queryOptions(undefined, { staleTime: 60_000 }))
  return (key) => data?.categories.find((category) => category.key === key)?.name ?? key
}

/** A category by its name, with its key on hover. */
export function CategoryName({ of }: { of: string }) {
  const nameOf = useCategoryName()
  return <span title={of}>{nameOf(of)}</span>
}
