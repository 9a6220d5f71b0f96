import { desc, isNull } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { apiKeys, type Scope } from '#server/db/schema/access.ts'

export interface ApiKey {
  id: string
  name: string
  /** The first characters, to tell keys apart. */
  prefix: string
  scopes: Scope[]
  /** Requests per minute; null: no limit. */
  rateLimit: number | null
  createdAt: Date
  /** To the minute. */
  lastUsedAt: Date | null
  revokedAt: Date | null
}

const MAX = 1_000

/** The keys, newest first, those that work before the revoked ones; a thousand at most. */
export async function listApiKeys({ db, actor }: Context): Promise<ApiKey[]> {
  authorise(actor, 'admin')
  return db.orm
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      prefix: apiKeys.prefix,
      scopes: apiKeys.scopes,
      rateLimit: apiKeys.rateLimit,
      createdAt: apiKeys.createdAt,
      lastUsedAt: apiKeys.lastUsedAt,
      revokedAt: apiKeys.revokedAt,
    })
    .from(apiKeys)
    .orderBy(desc(isNull(apiKeys.revokedAt)), desc(apiKeys.id))
    .limit(MAX)
}
