import { authorise, type Context } from '#server/context.ts'
import { parse } from '#server/parse.ts'
import { changeSource } from './change.ts'
import type { SourceDeps } from './create.ts'
import { type SourceKeyInput, sourceKeyInput } from './schemas.ts'
import { isLive, secretText } from './secrets.ts'

/**
 * The live secrets of a source, newest first; who looked stands in the audit log. Throws `forbidden`, `not_found`, or
 * `unprocessable` when `APP_SECRET` was changed.
 */
export async function revealSecrets(
  ctx: Context,
  { appSecret, live }: SourceDeps,
  raw: SourceKeyInput,
): Promise<{ id: string; secret: string }[]> {
  authorise(ctx.actor, 'admin')
  const { key } = parse(sourceKeyInput, raw)
  return changeSource(ctx, live, key, async (_tx, source, now) => {
    const secrets = source.secrets.filter((secret) => isLive(secret, now))
    return {
      action: 'source.reveal_secrets',
      answer: secrets.map((secret) => ({ id: secret.id, secret: secretText(secret, appSecret) })),
    }
  })
}
