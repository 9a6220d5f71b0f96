import type { Context } from 'hono'
import { authenticateKey } from '#server/api-keys/authenticate.ts'
import type { Actor } from '#server/context.ts'
import { HttpFault } from '../faults.ts'
import type { ApiDeps, ApiEnv } from '../types.ts'

/** Whose key the request brings. Throws 401 without a hint which part is wrong. */
export async function authenticate(c: Context<ApiEnv>, deps: ApiDeps): Promise<Actor> {
  const bearer = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  const key = bearer ?? c.req.header('x-api-key')
  const actor = key ? await authenticateKey(deps.db().orm, key, deps.settings().internalApiSecret) : null
  if (actor) return actor
  throw new HttpFault('unauthorized', 'A valid API key is required.', {
    headers: { 'WWW-Authenticate': 'Bearer' },
  })
}
