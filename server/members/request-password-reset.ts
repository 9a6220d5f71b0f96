import { eq } from 'drizzle-orm'
import type { Context } from '#server/context.ts'
import { members } from '#server/db/schema/members.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { enqueueMail } from './enqueue-mail.ts'
import type { LinkSettings } from './links.ts'
import { countResets, insertReset } from './password-resets.ts'
import { resetRequest } from './schemas.ts'

/** More links than these at a time are mailed to nobody: a stranger must not fill a member's mailbox. */
const OPEN_MAX = 5
const NOBODY = ''

/**
 * Mails a member a link to choose a new password. Does and answers the same for an address that nobody has: a row and a
 * job for nobody, so that neither words nor time tell who is a member. Throws `bad_input`; `unprocessable` without a
 * mail server.
 */
export async function requestPasswordReset(
  { db, clock }: Context,
  { mails }: LinkSettings,
  input: { email: string },
): Promise<void> {
  const { email } = parse(resetRequest, input)
  if (!mails) throw new DomainError('unprocessable', 'No mail server is configured.')
  const now = clock.now()
  await db.orm.transaction(async (tx) => {
    const [member] = await tx.select({ id: members.id }).from(members).where(eq(members.email, email))
    const asked = member?.id ?? NOBODY
    const open = await countResets(tx, asked, now)
    const resetId = await insertReset(tx, open < OPEN_MAX ? asked : NOBODY, now)
    await enqueueMail(tx, { resetId })
  })
}
