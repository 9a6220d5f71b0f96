import { randomUUID } from 'node:crypto'
import {
  dehydrate,
  HydrationBoundary,
  hashKey,
  type Query,
  type QueryFunction,
  type QueryKey,
} from '@tanstack/react-query'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache, createElement, type ReactNode } from 'react'
import { memberOf, type SignedInMember } from '#server/members/current-member.ts'
import type { TrpcContext } from '#server/trpc/context.ts'
import { appRouter } from '#server/trpc/root.ts'
import { makeQueryClient } from './query-client.ts'

// For server components: `cache` makes each of these one per request.

// `headers()` comes before any access to the database: at build time it ends the rendering of a dynamic page.
const currentMember = cache(async (): Promise<SignedInMember | null> => memberOf(await headers()))

/** The signed-in member. Nobody is sent to the sign-in page, to come back to `next` (a path) afterwards. */
export async function requireMember(next?: string): Promise<SignedInMember> {
  const member = await currentMember()
  if (member) return member
  const path = next ?? pathOf(await headers())
  redirect(path ? `/sign-in?next=${encodeURIComponent(path)}` : '/sign-in')
}

const context = cache((): TrpcContext => ({ member: currentMember, traceId: randomUUID() }))

export const getQueryClient = cache(makeQueryClient)

/** Query options for `prefetch`: `trpc.notifications.list.queryOptions(…)`. */
export const trpc = createTRPCOptionsProxy({ ctx: context, router: appRouter, queryClient: getQueryClient })

/** What `trpc.….queryOptions(…)` makes; its further options mean nothing on the server. */
interface Prefetchable<Data, Key extends QueryKey> {
  queryKey: Key
  queryFn?: QueryFunction<Data, Key> | undefined
}

/**
 * Asks on the server; the page that asks for the same in the browser finds it there. Never rejects: the browser asks
 * again. Await it for what the page shows by `useQuery`, else the browser may know more than the server's HTML says.
 */
export async function prefetch<Data, Key extends QueryKey>({
  queryKey,
  queryFn,
}: Prefetchable<Data, Key>): Promise<void> {
  if (queryFn) await getQueryClient().prefetchQuery({ queryKey, queryFn, retry: false })
}

/**
 * Hands what was prefetched to the client components inside. A layout names its `only` queries: it is rendered
 * beside its page, and a query of the page's handed over while still under way would be shown later by the browser than it
 * stands in the server's HTML.
 */
export function HydrateClient({ only, children }: { only?: readonly QueryKey[]; children: ReactNode }) {
  const named = only?.map(hashKey)
  const options = named ? { shouldDehydrateQuery: ({ queryHash }: Query) => named.includes(queryHash) } : {}
  return createElement(HydrationBoundary, { state: dehydrate(getQueryClient(), options) }, children)
}

/** Where the visitor wanted to go: the web process says so in a header. Only a path of ours, without Next's own mark. */
function pathOf(from: Headers): string | null {
  const asked = from.get('x-posthorn-path')
  if (!asked || !/^\/(?![/\\])/.test(asked)) return null
  const { pathname, searchParams } = new URL(asked, 'http://posthorn.invalid')
  searchParams.delete('_rsc')
  return searchParams.size > 0 ? `${pathname}?${searchParams}` : pathname
}
