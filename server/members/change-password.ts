import { hashPassword, verifyPassword } from 'better-auth/crypto'
import { authorise, type Context } from '#server/context.ts'
import { DomainError } from '#server/errors.ts'
import { badInput, parse } from '#server/parse.ts'
import { audit } from './audit.ts'
import { passwordHash, replacePassword } from './credentials.ts'
import { ownId } from './own.ts'
import { rateLimitStorage } from './rate-limit.ts'
import { type PasswordChange, passwordChange } from './schemas.ts'

const TRIES = { max: 5, window: 60 }

/**
 * Changes one's own password; every other session ends. Throws `bad_input` naming `current` when that is not the
 * password; `rate_limited` after five tries in a minute: a session that was left open must not serve for guessing.
 */
export async function changePassword(ctx: Context, sessionId: string, input: PasswordChange): Promise<void> {
  authorise(ctx.actor, 'read')
  const id = ownId(ctx.actor)
  const { current, password } = parse(passwordChange, input)
  const { allowed, retryAfter } = await rateLimitStorage(ctx.db.orm).consume(`password:${id}`, TRIES)
  if (!allowed) throw new DomainError('rate_limited', `Too many tries. Wait ${retryAfter} s.`)
  const before = await ctx.db.orm.transaction((tx) => passwordHash(tx, id))
  if (before === null || !(await verifyPassword({ hash: before, password: current }))) {
    throw badInput([{ path: 'current', message: 'is not your password' }])
  }
  const hash = await hashPassword(password)
  await ctx.db.orm.transaction(async (tx) => {
    await replacePassword(tx, id, hash, ctx.clock.now(), sessionId)
    await audit(tx, ctx, { action: 'member.change_password', targetId: id })
  })
}
