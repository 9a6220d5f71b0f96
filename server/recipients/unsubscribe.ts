import { and, eq } from 'drizzle-orm'
import { categoryFinder } from '#server/categories/find.ts'
import type { Context } from '#server/context.ts'
import { type Database, inTransaction } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { categories } from '#server/db/schema/categories.ts'
import { suppressions } from '#server/db/schema/suppressions.ts'
import { users } from '#server/db/schema/users.ts'
import { DomainError } from '#server/errors.ts'
import { storePreferences } from '#server/preferences/store.ts'
import { lockUser, selectProfiles, toProfile } from '#server/users/profile.ts'
import { recipientDid } from './audit.ts'
import { recipientKey } from './key.ts'
import { optOut } from './opt-out.ts'
import { findLink, findRecipient, noSuchLink, type Recipient } from './recipient.ts'
import { isOptional, isUnsubscribed, standingOf } from './standing.ts'

type Deps = Pick<Context, 'db' | 'clock'>

/** What was unsubscribed from by e-mail; null: all optional mail. */
export interface Unsubscribed {
  category: string | null
}

/**
 * One click of a mail client (RFC 8058): no more mail of the category that the link's mail was of, or no optional mail
 * at all where the link names none. Again is the same. It also holds by a link that was revoked: that can only lessen what
 * is sent, and an old mail must not keep anybody subscribed. Throws `not_found` for a link that we did not make,
 * `unprocessable` for a category that is required.
 */
export async function unsubscribe(
  { db, clock }: Deps,
  appSecret: string,
  token: string,
): Promise<Unsubscribed> {
  const now = clock.now()
  return inTransaction(db, async (tx) => {
    const link = await findLink(tx.orm, appSecret, token)
    if (!link) throw noSuchLink()
    const { recipient } = link
    const { category } = recipient
    if (category === null) await suppressOptional(tx, recipient, now)
    else await switchOff(tx, recipient, category, now)
    return { category }
  })
}

/** No optional mail any more, whatever the link's category. Again is the same. Throws `not_found`. */
export async function unsubscribeFromAll(
  { db, clock }: Deps,
  appSecret: string,
  token: string,
): Promise<void> {
  const now = clock.now()
  await inTransaction(db, async (tx) =>
    suppressOptional(tx, await findRecipient(tx.orm, appSecret, token), now),
  )
}

/** Takes back what `unsubscribeFromAll` did: the categories say again what goes out. Throws `not_found`. */
export async function resubscribe({ db, clock }: Deps, appSecret: string, token: string): Promise<void> {
  const now = clock.now()
  await inTransaction(db, async (tx) =>
    liftUnsubscribe(tx, await findRecipient(tx.orm, appSecret, token), now),
  )
}

/**
 * An address that is suppressed for another reason stays so; every optional category is switched off for it instead, so
 * that the unsubscribing outlives that reason.
 */
async function suppressOptional(db: Database, recipient: Recipient, at: Date): Promise<void> {
  const { address, userId } = recipient
  const id = newId()
  const made = await db.orm
    .insert(suppressions)
    .values({ id, channel: 'email', address, reason: 'unsubscribed', createdAt: at })
    .onConflictDoNothing()
    .returning({ id: suppressions.id })
  if (made.length === 0 && !(await leavesEveryCategory(db, recipient, at))) return
  const target = made.length > 0 ? id : recipientKey(userId, address)
  const detail = { channel: 'email' }
  await db.orm.insert(auditLog).values(recipientDid('recipient.unsubscribe', { target, detail, at }))
}

/** False: they had left before. */
async function leavesEveryCategory(db: Database, recipient: Recipient, now: Date): Promise<boolean> {
  const standing = await standingOf(db.orm, recipient)
  if (isUnsubscribed(standing)) return false
  const left = standing.categories.filter((one) => isOptional(one) && !standing.optOuts.includes(one.key))
  await optOut(db, { address: recipient.address, categories: left.map(({ key }) => key), now })
  return left.length > 0
}

/** In the caller's transaction. */
export async function liftUnsubscribe({ orm }: Database, { address }: Recipient, at: Date): Promise<void> {
  const theirs = and(
    eq(suppressions.channel, 'email'),
    eq(suppressions.address, address),
    eq(suppressions.reason, 'unsubscribed'),
  )
  const [gone] = await orm.delete(suppressions).where(theirs).returning({ id: suppressions.id })
  if (!gone) return
  const detail = { channel: 'email' }
  await orm.insert(auditLog).values(recipientDid('recipient.resubscribe', { target: gone.id, detail, at }))
}

async function switchOff(db: Database, recipient: Recipient, category: string, now: Date): Promise<void> {
  const rows = await db.orm.select().from(categories).where(eq(categories.key, category))
  if (categoryFinder(rows)(category).required) {
    throw new DomainError('unprocessable', 'Mail of this kind can not be switched off.')
  }
  const changed =
    recipient.userId === null
      ? await optOutOnce(db, recipient.address, category, now)
      : await switchOffForUser(db, recipient.userId, category, now)
  if (!changed) return
  const target = recipientKey(recipient.userId, recipient.address)
  const detail = { channel: 'email', category }
  await db.orm.insert(auditLog).values(recipientDid('recipient.unsubscribe', { target, detail, at: now }))
}

async function optOutOnce(db: Database, address: string, category: string, now: Date): Promise<boolean> {
  const [already] = await db.sql`
    select 1 from address_preferences where address = ${address} and ${category} = any(off)`
  if (already) return false
  await optOut(db, { address, categories: [category], now })
  return true
}

async function switchOffForUser(db: Database, userId: string, category: string, now: Date): Promise<boolean> {
  await lockUser(db.orm, userId, 'update')
  const [row] = await selectProfiles(db.orm).where(eq(users.id, userId))
  if (!row) return false
  const before = toProfile(row).preferences
  const chosen = Object.hasOwn(before.categories, category) ? before.categories[category] : undefined
  if (chosen?.email === false) return false
  const after = {
    ...before,
    categories: { ...before.categories, [category]: { ...chosen, email: false } },
  }
  await storePreferences(db, { userId, before, after, now })
  return true
}
