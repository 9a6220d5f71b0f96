import { and, eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { memberSessions } from '#server/db/schema/members.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { audit } from './audit.ts'
import { ownId } from './own.ts'
import { byId } from './schemas.ts'

/** Ends one of one's own sessions, at once. Throws `not_found`. */
export async function endSession(ctx: Context, input: { id: string }): Promise<void> {
  authorise(ctx.actor, 'read')
  const self = ownId(ctx.actor)
  const { id } = parse(byId, input)
  await ctx.db.orm.transaction(async (tx) => {
    const { count } = await tx
      .delete(memberSessions)
      .where(and(eq(memberSessions.id, id), eq(memberSessions.userId, self)))
    if (count === 0) throw new DomainError('not_found', 'This session has ended already.')
    await audit(tx, ctx, { action: 'member.end_session', targetId: self, detail: { session: id } })
  })
}
