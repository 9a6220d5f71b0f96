import { and, desc, lt, type SQL, sql } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { users } from '#server/db/schema/users.ts'
import { badInput, parse } from '#server/parse.ts'
import { selectProfiles, toProfile, type UserProfile } from './profile.ts'
import { type ListUsersInput, listUsersInput } from './schemas.ts'
import { matchesUser } from './search.ts'

/** What is counted exactly, and how deep `page` reaches. */
const COUNTED = 10_000

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
    countOf(db.orm, matching),
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

async function countOf(orm: Orm, matching: SQL | undefined): Promise<{ total: number; estimated: boolean }> {
  const some = orm.select({ one: sql`1` }).from(users).where(matching)
  const [counted] = await orm
    .select({ total: sql<number>`count(*)::integer` })
    .from(some.limit(COUNTED + 1).as('some'))
  const total = counted?.total ?? 0
  if (total <= COUNTED) return { total, estimated: false }
  const every = orm.select({ one: sql`1` }).from(users).where(matching)
  const [explained] = await orm.execute<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    sql`explain (format json) ${every}`,
  )
  return { total: Math.max(total, explained?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0), estimated: true }
}
