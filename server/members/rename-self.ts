import { eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { members } from '#server/db/schema/members.ts'
import { parse } from '#server/parse.ts'
import { audit } from './audit.ts'
import { ownId } from './own.ts'
import { newName } from './schemas.ts'

/** Changes one's own name. */
export async function renameSelf(ctx: Context, input: { name: string }): Promise<{ name: string }> {
  authorise(ctx.actor, 'read')
  const id = ownId(ctx.actor)
  const { name } = parse(newName, input)
  await ctx.db.orm.transaction(async (tx) => {
    await tx.update(members).set({ name, updatedAt: ctx.clock.now() }).where(eq(members.id, id))
    await audit(tx, ctx, { action: 'member.rename', targetId: id, detail: { to: name } })
  })
  return { name }
}
