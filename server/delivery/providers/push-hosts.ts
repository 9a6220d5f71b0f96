import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isPublicHost } from '#server/push-subscriptions/public-address.ts'
import { type GuardedProvider, type GuardOptions, guardProvider } from './guard.ts'
import type { Provider } from './provider.ts'

/** So many push services' states are kept, those used last. */
const KEPT = 500

/**
 * A provider whose messages name the host they go to, with a guard of its own for each host: an outage or a limit of one
 * push service holds up no other. Its own state is always good, since there is always another host.
 */
export function guardEachHost<Message>(
  provider: Provider<Message>,
  hostOf: (message: Message) => string,
  { perHost, ...options }: GuardOptions & { perHost: number },
): GuardedProvider<Message> {
  const guards = new Map<string, GuardedProvider<Message>>()
  const { name, channel, deduplicates, concurrency } = provider

  function guardOf(host: string): GuardedProvider<Message> {
    const guard = guards.get(host) ?? guardProvider({ ...provider, concurrency: perHost }, options)
    guards.delete(host)
    guards.set(host, guard)
    const [oldest] = guards.keys()
    if (guards.size > KEPT && oldest !== undefined) guards.delete(oldest)
    return guard
  }

  return {
    ...{ name, channel, deduplicates, concurrency },
    send: (message) => guardOf(hostOf(message)).send(message),
    close: () => provider.close(),
    state: () => 'ok',
  }
}

/** As `lookup` of node:dns. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** The code of what `publicLookup` refuses. */
export const PRIVATE_ADDRESS = 'EPRIVATEADDRESS'

/**
 * Resolves names for connections, and refuses those that lead to an address that is not public: it is this answer that
 * is connected to, so a name that resolves otherwise the next time (DNS rebinding) gains nothing. `resolve`: node's.
 */
export const publicLookup =
  (resolve: Resolve = lookup): LookupFunction =>
  (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '')
      const [first] = addresses
      if (!first || addresses.some(({ address }) => !isPublicHost(address))) {
        return done(Object.assign(new Error('resolves to a private address'), { code: PRIVATE_ADDRESS }), '')
      }
      if (options.all) return done(null, addresses)
      done(null, first.address, first.family)
    })
  }
