import { and, desc, lt } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { users } from '#server/db/schema/users.ts'
import { badInput, parse } from '#server/parse.ts'
import { COUNTED, countUsers } from './count.ts'
import { selectProfiles, toProfile, type UserProfile } from './profile.ts'
import { type ListUsersInput, listUsersInput } from './schemas.ts'
import { matchesUser } from './search.ts'

export interface UserPage {
  users: UserProfile[]
  /** Exact up to 10,000; above, PostgreSQL's estimate. */
  total: number
  estimated: boolean
  page: number
  limit: number
  /** Null at the end. */
  nextCursor: string | null
}

/**
 * Users that match, newest first: a page by its number, or what follows a cursor. Throws `forbidden`, `bad_input`, naming
 * `cursor` for a page beyond 10,000 rows.
 */
export async function listUsers({ db, actor }: Context, raw: ListUsersInput): Promise<UserPage> {
  authorise(actor, 'users')
  const { q, page, limit, cursor } = parse(listUsersInput, raw)
  if (cursor && page) throw badInput([{ path: 'page', message: 'must not stand beside cursor' }])
  const number = page ?? 1
  if (number * limit > COUNTED) {
    const message = `pages reach ${COUNTED.toLocaleString('en')} rows deep: go on with the last page's meta.next_cursor`
    throw badInput([{ path: 'cursor', message }])
  }
  const matching = q ? matchesUser(q) : undefined
  const [rows, count] = await Promise.all([
    selectProfiles(db.orm)
      .where(and(matching, cursor ? lt(users.id, cursor) : undefined))
      .orderBy(desc(users.id))
      .limit(limit + 1)
      .offset((number - 1) * limit),
    countUsers(db.orm, matching),
  ])
  const shown = rows.slice(0, limit)
  return {
    users: shown.map(toProfile),
    ...count,
    page: number,
    limit,
    nextCursor: rows.length > limit ? (shown.at(-1)?.user.id ?? null) : null,
  }
}
