import { authorise, type Context } from '#server/context.ts'
import { parse } from '#server/parse.ts'
import { audit } from './audit.ts'
import { findMember } from './find-member.ts'
import { type LinkSettings, resetPath } from './links.ts'
import { insertReset } from './password-resets.ts'
import { byId } from './schemas.ts'

/** A link, to be handed over, by which a member chooses a new password: valid for an hour, once. Throws `not_found`. */
export async function makeResetLink(
  ctx: Context,
  { appSecret }: LinkSettings,
  input: { id: string },
): Promise<{ path: string }> {
  authorise(ctx.actor, 'admin')
  const { id } = parse(byId, input)
  const resetId = await ctx.db.orm.transaction(async (tx) => {
    await findMember(tx, id)
    await audit(tx, ctx, { action: 'member.make_reset_link', targetId: id })
    return insertReset(tx, id, ctx.clock.now())
  })
  return { path: resetPath(resetId, appSecret) }
}
