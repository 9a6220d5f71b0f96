import { eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { members } from '#server/db/schema/members.ts'
import { parse } from '#server/parse.ts'
import { audit } from './audit.ts'
import { findMember } from './find-member.ts'
import { memberBesideAnAdmin } from './keep-an-admin.ts'
import { type NewRole, newRole } from './schemas.ts'

/** Gives a member another role, from the next request on. Throws `not_found`; `unprocessable` for the last admin. */
export async function changeRole(ctx: Context, input: NewRole): Promise<{ name: string }> {
  authorise(ctx.actor, 'admin')
  const { id, role } = parse(newRole, input)
  return ctx.db.orm.transaction(async (tx) => {
    const before = role === 'admin' ? await findMember(tx, id) : await memberBesideAnAdmin(tx, id)
    await tx.update(members).set({ role, updatedAt: ctx.clock.now() }).where(eq(members.id, id))
    await audit(tx, ctx, {
      action: 'member.change_role',
      targetId: id,
      detail: { from: before.role, to: role },
    })
    return { name: before.name }
  })
}
