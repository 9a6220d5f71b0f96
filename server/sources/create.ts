import { actorLabel, authorise, type Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { webhookSources } from '#server/db/schema/sources.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import type { LiveSources } from './live.ts'
import { type CreateSourceInput, createSourceInput } from './schemas.ts'
import { makeSecret } from './secrets.ts'

/** What verbs that change sources need beside their context. */
export interface SourceDeps {
  /** `APP_SECRET`, which seals signing secrets. */
  appSecret: string
  live: LiveSources
}

/**
 * Makes a webhook source. With the auth `signature` it has a secret, which the answer shows. Throws `forbidden`,
 * `bad_input`, or `conflict` when the key is taken.
 */
export async function createSource(
  ctx: Context,
  { appSecret, live }: SourceDeps,
  raw: CreateSourceInput,
): Promise<{ key: string; secret: string | null }> {
  authorise(ctx.actor, 'admin')
  const { name, key, auth, secret: given } = parse(createSourceInput, raw)
  const now = ctx.clock.now()
  const id = newId()
  const secret = auth === 'signature' ? makeSecret(appSecret, now, given) : null
  await ctx.db.orm.transaction(async (tx) => {
    const [made] = await tx
      .insert(webhookSources)
      .values({
        id,
        key,
        name,
        auth,
        secrets: secret ? [secret.kept] : [],
        createdAt: now,
        updatedAt: now,
      })
      .onConflictDoNothing({ target: webhookSources.key })
      .returning({ id: webhookSources.id })
    if (!made) {
      const message = 'is the address of another source'
      throw new DomainError('conflict', `“${key}” ${message}.`, [{ path: 'key', message }])
    }
    await tx.insert(auditLog).values({
      id: newId(),
      ...actorLabel(ctx.actor),
      action: 'source.create',
      targetId: id,
      detail: { key, name, auth },
      at: now,
    })
  })
  live.forget()
  return { key, secret: secret?.text ?? null }
}
