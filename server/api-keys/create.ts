import { hash, randomBytes } from 'node:crypto'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { apiKeys, auditLog } from '#server/db/schema/access.ts'
import { parse } from '#server/parse.ts'
import { type CreateApiKeyInput, createApiKeyInput } from './schemas.ts'

/** SHA-256 of an API key: it has 256 random bits, so a slow hash would add nothing. */
export const hashApiKey = (key: string): Buffer => hash('sha256', key, 'buffer')

/**
 * Makes an API key. The answer's `key` (`ph_` and 43 characters of base64url) is shown once: only its hash is kept.
 * Throws `forbidden`, or `bad_input` for a bad name, scope or limit.
 */
export async function createApiKey(
  ctx: Context,
  raw: CreateApiKeyInput,
): Promise<{ id: string; name: string; key: string }> {
  authorise(ctx.actor, 'admin')
  const { name, scopes, rateLimit = null } = parse(createApiKeyInput, raw)
  const granted = [...new Set(scopes)]
  const key = `ph_${randomBytes(32).toString('base64url')}`
  const id = newId()
  const now = ctx.clock.now()
  await ctx.db.orm.transaction(async (tx) => {
    await tx.insert(apiKeys).values({
      id,
      name,
      prefix: key.slice(0, 8),
      hash: hashApiKey(key),
      scopes: granted,
      rateLimit,
      createdAt: now,
    })
    await tx.insert(auditLog).values({
      id: newId(),
      ...actorLabel(ctx.actor),
      action: 'api_key.create',
      targetId: id,
      detail: { name, scopes: granted, rate_limit: rateLimit },
      at: now,
    })
  })
  return { id, name, key }
}
