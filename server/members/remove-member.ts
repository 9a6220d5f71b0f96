import { eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { members, memberVerifications } from '#server/db/schema/members.ts'
import { parse } from '#server/parse.ts'
import { audit } from './audit.ts'
import { memberBesideAnAdmin } from './keep-an-admin.ts'
import { byId } from './schemas.ts'

/** Takes a member out of the team; sessions and links end with it. Throws `not_found`; `unprocessable` for the last admin. */
export async function removeMember(ctx: Context, input: { id: string }): Promise<{ name: string }> {
  authorise(ctx.actor, 'admin')
  const { id } = parse(byId, input)
  return ctx.db.orm.transaction(async (tx) => {
    const { name, email, role } = await memberBesideAnAdmin(tx, id)
    await tx.delete(memberVerifications).where(eq(memberVerifications.value, id))
    await tx.delete(members).where(eq(members.id, id))
    await audit(tx, ctx, { action: 'member.remove', targetId: id, detail: { name, email, role } })
    return { name }
  })
}
