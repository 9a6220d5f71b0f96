import { and, eq } from 'drizzle-orm'
import type { Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { suppressions } from '#server/db/schema/suppressions.ts'
import { DomainError } from '#server/errors.ts'
import { addressOfToken } from '#server/recipients/link.ts'
import { domainOf } from './suppress.ts'

export interface Subscription {
  /** Lower case. */
  address: string
  /** Nothing but what is essential is sent. */
  unsubscribed: boolean
}

/** What the token's address gets. Throws `not_found` for a token that is not ours. */
export async function subscriptionOf(
  { db }: Pick<Context, 'db'>,
  appSecret: string,
  token: string,
): Promise<Subscription> {
  const address = known(token, appSecret)
  const rows = await db.orm.$count(suppressions, unsubscribed(address))
  return { address, unsubscribed: rows > 0 }
}

/**
 * Sends the token's address nothing more but what is essential; again is the same. An address that is suppressed for
 * another reason stays so. Throws `not_found` for a token that is not ours.
 */
export async function unsubscribe(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  appSecret: string,
  token: string,
): Promise<Subscription> {
  const address = known(token, appSecret)
  const id = newId()
  const at = clock.now()
  await db.orm.transaction(async (tx) => {
    const made = await tx
      .insert(suppressions)
      .values({ id, channel: 'email', address, reason: 'unsubscribed', createdAt: at })
      .onConflictDoNothing()
      .returning({ id: suppressions.id })
    if (made.length > 0) await tx.insert(auditLog).values(entry('recipient.unsubscribe', id, address, at))
  })
  return { address, unsubscribed: true }
}

/** Takes it back. Throws `not_found` for a token that is not ours. */
export async function resubscribe(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  appSecret: string,
  token: string,
): Promise<Subscription> {
  const address = known(token, appSecret)
  await db.orm.transaction(async (tx) => {
    const [gone] = await tx
      .delete(suppressions)
      .where(unsubscribed(address))
      .returning({ id: suppressions.id })
    if (gone) await tx.insert(auditLog).values(entry('recipient.resubscribe', gone.id, address, clock.now()))
  })
  return { address, unsubscribed: false }
}

function known(token: string, appSecret: string): string {
  const address = addressOfToken(token, appSecret)
  if (address === null) throw new DomainError('not_found', 'This link is not valid.')
  return address
}

const unsubscribed = (address: string) =>
  and(
    eq(suppressions.channel, 'email'),
    eq(suppressions.address, address),
    eq(suppressions.reason, 'unsubscribed'),
  )

const entry = (action: string, targetId: string, address: string, at: Date) => ({
  ...{ id: newId(), actor: 'recipient', actorName: 'a recipient', action, targetId },
  ...{ detail: { channel: 'email', domain: domainOf(address) }, at },
})
