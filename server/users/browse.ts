import { authorise, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { parse } from '#server/parse.ts'
import { findSuppressions } from '#server/suppressions/find.ts'
import type { Suppressed } from '#server/suppressions/words.ts'
import { findPage, type UserCount } from './find-page.ts'
import type { UserProfile } from './profile.ts'
import { type BrowseUsersInput, browseUsersInput } from './schemas.ts'

/** A user as the dashboard's list shows them. */
export interface UserRow {
  id: string
  name: string | null
  email: string | null
  externalId: string | null
  language: string | null
  timezone: string | null
  createdAt: Date
  emailEnabled: boolean
  pushEnabled: boolean
  /** Of the e-mail address; null: mail may go there. */
  suppressed: Suppressed['reason'] | null
}

export interface UserRows extends UserCount {
  rows: UserRow[]
  /** Ask for it with `direction: 'next'` to see older ones; null: there are none. */
  nextCursor: string | null
  /** Ask for it with `direction: 'previous'` to see newer ones; null: this is the newest page. */
  previousCursor: string | null
}

/** Users that match, newest first, a page at a time. Throws `forbidden`, `bad_input`. */
export async function browseUsers({ db, actor }: Context, raw: BrowseUsersInput): Promise<UserRows> {
  authorise(actor, 'users')
  const { q, cursor, direction, limit } = parse(browseUsersInput, raw)
  const back = direction === 'previous' && cursor != null
  const span = { cursor: cursor ?? null, back, limit: limit + 1, offset: 0 }
  const { users: found, ...count } = await findPage(db.orm, q || null, span)
  const shown = found.slice(0, limit)
  if (back) shown.reverse()
  const more = found.length > limit
  return {
    rows: await withMarks(db.orm, shown),
    ...count,
    nextCursor: back || more ? (shown.at(-1)?.id ?? null) : null,
    previousCursor: back ? (more ? (shown[0]?.id ?? null) : null) : cursor ? (shown[0]?.id ?? null) : null,
  }
}

async function withMarks(orm: Orm, profiles: readonly UserProfile[]): Promise<UserRow[]> {
  const addresses = profiles.flatMap(({ email }) => email ?? [])
  const suppressed = await findSuppressions(
    orm,
    addresses.map((address) => ({ channel: 'email' as const, address })),
  )
  return profiles.map(({ preferences, phone: _, updatedAt: __, ...user }) => ({
    ...user,
    emailEnabled: preferences.emailEnabled,
    pushEnabled: preferences.pushEnabled,
    suppressed: user.email === null ? null : (suppressed('email', user.email)?.reason ?? null),
  }))
}
