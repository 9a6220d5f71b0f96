import { timingSafeEqual } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import type { Actor } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { apiKeys, scopes } from '#server/db/schema/access.ts'
import { hashApiKey } from './create.ts'

type KeyActor = Extract<Actor, { kind: 'key' }>

/** A revoked key works for so long at most. Ingest asks on every call; unknown keys are not kept. */
const KNOWN_FOR_MS = 5_000
const KNOWN_MAX = 1_000

const cacheKey = Symbol.for('posthorn.api_keys')
const holder = globalThis as { [cacheKey]?: Map<string, { until: number; actor: KeyActor }> }

/**
 * Whose key it is; null for an unknown or revoked one. `internalSecret` (`INTERNAL_API_SECRET`) is a key with all
 * scopes; it is compared in constant time, by digest.
 */
export async function authenticateKey(
  orm: Orm,
  key: string,
  internalSecret: string | null,
): Promise<KeyActor | null> {
  const hash = hashApiKey(key)
  if (internalSecret !== null && timingSafeEqual(hash, hashApiKey(internalSecret))) {
    return { kind: 'key', id: 'internal', name: 'internal secret', scopes }
  }
  if (!/^ph_[\w-]{20,200}$/.test(key)) return null
  holder[cacheKey] ??= new Map()
  const known = holder[cacheKey]
  const hit = known.get(hash.toString('base64'))
  if (hit && hit.until > Date.now()) return hit.actor
  const [row] = await orm
    .select({ id: apiKeys.id, name: apiKeys.name, scopes: apiKeys.scopes })
    .from(apiKeys)
    .where(and(eq(apiKeys.hash, hash), isNull(apiKeys.revokedAt)))
    .limit(1)
  if (!row) return null
  const actor: KeyActor = { kind: 'key', ...row }
  if (known.size >= KNOWN_MAX) known.clear()
  known.set(hash.toString('base64'), { until: Date.now() + KNOWN_FOR_MS, actor })
  return actor
}
