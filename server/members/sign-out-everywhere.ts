import { authorise, type Context } from '#server/context.ts'
import { parse } from '#server/parse.ts'
import { audit } from './audit.ts'
import { endSessionsOf } from './credentials.ts'
import { findMember } from './find-member.ts'
import { byId } from './schemas.ts'

/** Ends all sessions of a member, at once: one's own, or as an admin anybody's. Throws `not_found`. */
export async function signOutEverywhere(
  ctx: Context,
  input: { id: string },
): Promise<{ name: string; sessions: number }> {
  const { actor } = ctx
  const own = actor.kind === 'member' && actor.id === input?.id
  authorise(actor, own ? 'read' : 'admin')
  const { id } = parse(byId, input)
  return ctx.db.orm.transaction(async (tx) => {
    const { name } = await findMember(tx, id)
    const sessions = await endSessionsOf(tx, id)
    await audit(tx, ctx, { action: 'member.sign_out_everywhere', targetId: id, detail: { sessions } })
    return { name, sessions }
  })
}
