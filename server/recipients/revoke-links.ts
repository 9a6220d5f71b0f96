import { eq } from 'drizzle-orm'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { revokedLinks, users } from '#server/db/schema/users.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { lockUser } from '#server/users/profile.ts'
import { userPath } from '#server/users/schemas.ts'
import { addressHash } from './key.ts'

/**
 * Ends every link to the user's own page that was sent until now; those of later mails hold. Throws `forbidden`,
 * `bad_input`, `not_found`, or `unprocessable` for a user without an e-mail address.
 */
export async function revokeLinks(ctx: Context, raw: { user_id: string }): Promise<{ before: Date }> {
  authorise(ctx.actor, 'users')
  const { user_id } = parse(userPath, raw)
  const before = ctx.clock.now()
  await ctx.db.orm.transaction(async (tx) => {
    const id = await lockUser(tx, user_id, 'update')
    const [user] = await tx.select({ email: users.email }).from(users).where(eq(users.id, id))
    if (!user?.email) {
      throw new DomainError('unprocessable', 'This user has no e-mail address, so no link leads to a page.')
    }
    await tx
      .insert(revokedLinks)
      .values({ addressHash: addressHash(user.email), before })
      .onConflictDoUpdate({ target: revokedLinks.addressHash, set: { before } })
    await tx.insert(auditLog).values({
      id: newId(),
      ...actorLabel(ctx.actor),
      action: 'user.revoke_links',
      targetId: id,
      detail: {},
      at: before,
    })
  })
  return { before }
}
