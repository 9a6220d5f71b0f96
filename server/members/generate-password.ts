import { randomBytes } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { members } from '#server/db/schema/members.ts'
import { DomainError } from '#server/errors.ts'
import { audit } from './audit.ts'
import { replacePassword } from './credentials.ts'

/** Gives a member a new password, which is answered once; the member's sessions end. Throws `not_found`. */
export async function generatePassword(ctx: Context, email: string): Promise<string> {
  authorise(ctx.actor, 'admin')
  const password = randomBytes(12).toString('base64url')
  const hash = await hashPassword(password)
  await ctx.db.orm.transaction(async (tx) => {
    const [member] = await tx
      .select({ id: members.id })
      .from(members)
      .where(eq(members.email, email.trim().toLowerCase()))
    if (!member) throw new DomainError('not_found', `There is no member with the address ${email}.`)
    await replacePassword(tx, member.id, hash, ctx.clock.now())
    await audit(tx, ctx, { action: 'member.reset_password', targetId: member.id })
  })
  return password
}
