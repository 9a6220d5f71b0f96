'use client'

import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink, TRPCClientError } from '@trpc/client'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import { type ReactNode, useState } from 'react'
import superjson from 'superjson'
import type { AppRouter } from '#server/trpc/root.ts'
import { makeQueryClient } from './query-client.ts'

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>()

export { useTRPC, useTRPCClient }

let browserClient: QueryClient | undefined

// One for the browser's life: a client made anew when React suspends would forget what was loaded.
function queryClient(): QueryClient {
  if (typeof window === 'undefined') return makeQueryClient()
  browserClient ??= makeQueryClient()
  return browserClient
}

/** Gives pages `useTRPC()` and TanStack Query's hooks. */
export function DataProvider({ children }: { children: ReactNode }) {
  const client = queryClient()
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        httpBatchLink({
          url: '/api/trpc',
          transformer: superjson,
          // Beyond this a batch is split: proxies refuse longer addresses.
          maxURLLength: 2000,
        }),
      ],
    }),
  )
  return (
    <QueryClientProvider client={client}>
      <TRPCProvider trpcClient={trpcClient} queryClient={client}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  )
}

/** What a page shows of an error: the words, our code, the trace id and the fields that are wrong. */
export function explainError(error: unknown): {
  message: string
  reason: string
  traceId: string | null
  issues: readonly { path: string; message: string }[]
} {
  if (!(error instanceof TRPCClientError)) {
    return { message: 'Something went wrong in this page.', reason: 'internal', traceId: null, issues: [] }
  }
  const known = error as TRPCClientError<AppRouter>
  if (!known.data) {
    const message = 'The server can’t be reached. Check the connection and try again.'
    return { message, reason: 'unreachable', traceId: null, issues: [] }
  }
  const { reason, traceId, issues } = known.data
  return { message: known.message, reason, traceId: traceId || null, issues }
}
