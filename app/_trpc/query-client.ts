import {
  defaultShouldDehydrateQuery,
  isServer,
  keepPreviousData,
  notifyManager,
  QueryClient,
} from '@tanstack/react-query'
import superjson from 'superjson'

const RETRIES = 2

/** A query client with the dashboard's manners: what is there stays while the next loads. */
export function makeQueryClient(): QueryClient {
  // Its own is a timer: the second click of a double one would find a button that is not disabled yet.
  notifyManager.setScheduler(queueMicrotask)
  return new QueryClient({
    defaultOptions: {
      // Posthorn may run on this very machine: that the browser sees no network says nothing about it.
      mutations: { networkMode: 'always' },
      queries: {
        networkMode: 'always',
        staleTime: 5_000,
        placeholderData: keepPreviousData,
        // On the server a page waits for it: the browser will try again.
        retry: (failures, error) => !isServer && failures < RETRIES && isWorthRetrying(error),
      },
      dehydrate: {
        serializeData: superjson.serialize,
        // Pending ones too: the server starts a query, and the page streams in when it is answered.
        shouldDehydrateQuery: (query) =>
          defaultShouldDehydrateQuery(query) || query.state.status === 'pending',
      },
      hydrate: { deserializeData: superjson.deserialize },
    },
  })
}

/** What the server refused (4xx) it will refuse again. */
function isWorthRetrying(error: unknown): boolean {
  const data = typeof error === 'object' && error !== null && 'data' in error ? error.data : null
  const status = typeof data === 'object' && data !== null && 'httpStatus' in data ? data.httpStatus : null
  return !(typeof status === 'number' && status >= 400 && status < 500)
}
