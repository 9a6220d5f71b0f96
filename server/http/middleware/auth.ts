import type { Context } from 'hono'
import { authenticateKey } from '#server/api-keys/authenticate.ts'
import type { Actor } from '#server/context.ts'
import type { Scope } from '#server/db/schema/access.ts'
import type { OpenEndpoint } from '#server/env.ts'
import { addressOf, clientAddressHeader, isWithin } from '../client-address.ts'
import { HttpFault } from '../faults.ts'
import type { ApiDeps, ApiEnv } from '../types.ts'
import { limitRate } from './rate-limit.ts'

/**
 * Whose key the request brings; with no credentials, and from `OPEN_FROM`, whoever calls what `OPEN_ENDPOINTS` opens.
 * Throws 401 without a hint which part is wrong, 429 beyond the key's limit.
 */
export async function authenticate(
  c: Context<ApiEnv>,
  deps: ApiDeps,
  open?: { endpoint: OpenEndpoint; scope: Scope },
): Promise<Actor> {
  const authorization = c.req.header('authorization')
  const given = c.req.header('x-api-key')
  const key = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? given
  const actor = key ? await authenticateKey(deps.db().orm, key, deps.settings().internalApiSecret) : null
  if (actor) {
    limitRate(actor.id, actor.rateLimit)
    return actor
  }
  if (open && authorization === undefined && given === undefined && isOpen(c, deps, open.endpoint)) {
    return { kind: 'open', name: clientAddress(c, deps) ?? '', scope: open.scope }
  }
  throw new HttpFault('unauthorized', 'A valid API key is required.', {
    headers: { 'WWW-Authenticate': 'Bearer' },
  })
}

function isOpen(c: Context<ApiEnv>, deps: ApiDeps, endpoint: OpenEndpoint): boolean {
  const { openEndpoints, openFrom } = deps.settings()
  if (!openEndpoints.includes(endpoint)) return false
  const address = clientAddress(c, deps)
  return address !== null && isWithin(address, openFrom)
}

/** The address that the request certainly came from, by either mount; null if that can't be told. */
export function clientAddress(c: Context<ApiEnv>, deps: ApiDeps): string | null {
  const incoming = c.env?.incoming
  if (incoming) return addressOf(incoming, deps.settings().trustProxy)
  return c.req.header(clientAddressHeader()) ?? null
}
