import { hash, timingSafeEqual } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import type { Actor } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { apiKeys, scopes } from '#server/db/schema/access.ts'
import { noteKeyUse } from './last-used.ts'

/** `rateLimit`: requests per minute; null: no limit. */
type KeyActor = Extract<Actor, { kind: 'key' }> & { rateLimit: number | null }

/** A revoked key works for so long at most. Ingest asks on every call; unknown keys are not kept. */
const KNOWN_FOR_MS = 5_000
const KNOWN_MAX = 1_000

const symbol = Symbol.for('posthorn.api_keys')
const holder = globalThis as {
  [symbol]?: { keys: Map<string, { until: number; actor: KeyActor }>; forgotten: number }
}
const cache = () => {
  holder[symbol] ??= { keys: new Map(), forgotten: 0 }
  return holder[symbol]
}

/**
 * Whose key it is; null for an unknown or revoked one. `internalSecret` (`INTERNAL_API_SECRET`) is a key with all
 * scopes; it is compared in constant time, by digest.
 */
export async function authenticateKey(
  orm: Orm,
  key: string,
  internalSecret: string | null,
): Promise<KeyActor | null> {
  // As text, since Node makes one in a quarter of the time of a Buffer.
  const digest = hash('sha256', key, 'base64')
  if (internalSecret !== null && isSame(digest, hash('sha256', internalSecret, 'base64'))) {
    return { kind: 'key', id: 'internal', name: 'internal secret', scopes, rateLimit: null }
  }
  if (!/^ph_[\w-]{20,200}$/.test(key)) return null
  const known = cache()
  const { keys, forgotten } = known
  const now = Date.now()
  const hit = keys.get(digest)
  if (hit && hit.until > now) {
    noteKeyUse(hit.actor.id, now)
    return hit.actor
  }
  const [row] = await orm
    .select({ id: apiKeys.id, name: apiKeys.name, scopes: apiKeys.scopes, rateLimit: apiKeys.rateLimit })
    .from(apiKeys)
    .where(and(eq(apiKeys.hash, Buffer.from(digest, 'base64')), isNull(apiKeys.revokedAt)))
    .limit(1)
  if (!row) return null
  const actor: KeyActor = { kind: 'key', ...row }
  noteKeyUse(actor.id, now)
  if (keys.size >= KNOWN_MAX) keys.clear()
  // One that was revoked while we asked must not come back.
  if (known.forgotten === forgotten) keys.set(digest, { until: now + KNOWN_FOR_MS, actor })
  return actor
}

/** In constant time; both are digests, and so of one length. */
const isSame = (a: string, b: string): boolean => timingSafeEqual(Buffer.from(a), Buffer.from(b))

/** From now on the key is looked up again, in this process at once and in others within 5 s. */
export function forgetApiKey(id: string): void {
  const known = cache()
  known.forgotten++
  for (const [hash, { actor }] of known.keys) if (actor.id === id) known.keys.delete(hash)
}
