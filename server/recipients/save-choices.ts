import { eq } from 'drizzle-orm'
import type { Context } from '#server/context.ts'
import { type Database, inTransaction } from '#server/db/client.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { users } from '#server/db/schema/users.ts'
import type { Issue } from '#server/errors.ts'
import { badInput, parse } from '#server/parse.ts'
import { storePreferences } from '#server/preferences/store.ts'
import { lockUser, type UserProfile } from '#server/users/profile.ts'
import { recipientDid } from './audit.ts'
import { recipientKey } from './key.ts'
import { optIn, optOut } from './opt-out.ts'
import { offered } from './page.ts'
import { findRecipient } from './recipient.ts'
import { type RecipientChoices, recipientChoices } from './schemas.ts'
import { isOptional, isUnsubscribed, type Standing, standingOf } from './standing.ts'
import { liftUnsubscribe } from './unsubscribe.ts'

type Choices = ReturnType<typeof parsed>
type Switched = NonNullable<Choices['categories']>

/**
 * Changes what a recipient chose on their own page; what is held for them is looked at again. Who unsubscribed from all
 * and switches one category on gets that one alone. Throws `not_found` for a link that is not valid, `bad_input`.
 */
export async function saveChoices(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  appSecret: string,
  token: string,
  raw: RecipientChoices,
): Promise<void> {
  const choices = parsed(raw)
  const fields = Object.entries(choices).flatMap(([field, value]) =>
    value === undefined || (Array.isArray(value) && value.length === 0) ? [] : [field],
  )
  const now = clock.now()
  await inTransaction(db, async (tx) => {
    const recipient = await findRecipient(tx.orm, appSecret, token)
    if (recipient.userId !== null) await lockUser(tx.orm, recipient.userId, 'update')
    const standing = await standingOf(tx.orm, recipient)
    const issues = issuesOf(choices, standing)
    if (issues.length > 0) throw badInput(issues)
    if (fields.length === 0) return
    const chosen = choices.categories ?? []
    const isBack = wantsBack(chosen, standing)
    const switched = isBack ? withWayBack(chosen, standing) : chosen
    if (isBack) await liftUnsubscribe(tx, recipient, now)
    if (standing.user) await changeUser(tx, standing.user, { ...choices, categories: switched }, now)
    const byMail = switched.filter(({ channel }) => channel === 'email')
    const { address } = recipient
    const on = byMail.filter((one) => one.on).map(({ key }) => key)
    await optIn(tx, { address, categories: on, now })
    const off = standing.user ? [] : byMail.filter((one) => !one.on).map(({ key }) => key)
    await optOut(tx, { address, categories: off, now })
    const entry = { target: recipientKey(recipient.userId, address), detail: { fields }, at: now }
    await tx.orm.insert(auditLog).values(recipientDid('recipient.choose', entry))
  })
}

const parsed = (raw: RecipientChoices) => parse(recipientChoices, raw)

/** What a form of ours can't send. */
function issuesOf(choices: Choices, standing: Standing): Issue[] {
  const known = new Map(offered(standing).map((category) => [category.key, category]))
  const issues = (choices.categories ?? []).flatMap(({ key, channel, on }): Issue[] => {
    const path = `categories.${key}.${channel}`
    const category = known.get(key)
    if (!category) return [{ path, message: 'is not a category' }]
    if (channel === 'push' && !standing.user) return [{ path, message: 'is only for users' }]
    return category.required && !on ? [{ path, message: 'can not be switched off' }] : []
  })
  if (standing.user) return issues
  const others = (['channels', 'quietHours', 'language', 'timezone'] as const).filter(
    (field) => choices[field] !== undefined,
  )
  return [...issues, ...others.map((path) => ({ path, message: 'is only for users' }))]
}

/** Whether they switch something on that only unsubscribing from all keeps off. */
const wantsBack = (switched: Switched, standing: Standing): boolean =>
  isUnsubscribed(standing) &&
  switched.some(
    ({ key, channel, on }) =>
      on && channel === 'email' && standing.categories.some((one) => one.key === key && isOptional(one)),
  )

/** With the unsubscribing from all gone, the other optional categories stay off by themselves. */
function withWayBack(switched: Switched, standing: Standing): Switched {
  const named = new Set(switched.filter(({ channel }) => channel === 'email').map(({ key }) => key))
  const others = standing.categories.filter((one) => isOptional(one) && !named.has(one.key))
  return [...switched, ...others.map(({ key }) => ({ key, channel: 'email' as const, on: false }))]
}

async function changeUser(db: Database, user: UserProfile, choices: Choices, now: Date): Promise<void> {
  const { language, timezone, quietHours, channels } = choices
  const before = user.preferences
  const categories = { ...before.categories }
  for (const { key, channel, on } of choices.categories ?? []) {
    categories[key] = { ...(Object.hasOwn(categories, key) ? categories[key] : {}), [channel]: on }
  }
  const after = {
    emailEnabled: channels?.email ?? before.emailEnabled,
    pushEnabled: channels?.push ?? before.pushEnabled,
    quietHoursStart: quietHours === undefined ? before.quietHoursStart : (quietHours?.start ?? null),
    quietHoursEnd: quietHours === undefined ? before.quietHoursEnd : (quietHours?.end ?? null),
    categories,
  }
  if (language !== undefined || timezone !== undefined) {
    await db.orm
      .update(users)
      .set({
        ...(language !== undefined && { language }),
        ...(timezone !== undefined && { timezone }),
        updatedAt: now,
      })
      .where(eq(users.id, user.id))
  }
  await storePreferences(db, { userId: user.id, before, after, now })
}
