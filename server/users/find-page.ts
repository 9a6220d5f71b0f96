import { and, asc, desc, gt, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { users } from '#server/db/schema/users.ts'
import { selectProfiles, toProfile, type UserProfile } from './profile.ts'
import { anyOfThem, userConditions } from './search.ts'

/** What is counted exactly. */
export const COUNTED = 10_000

export interface UserCount {
  /** Exact up to 10,000; above, PostgreSQL's estimate. */
  total: number
  estimated: boolean
}

export interface Span {
  /** Users older than this one, or newer with `back`. */
  cursor: string | null
  back: boolean
  limit: number
  offset: number
}

/** Above so many it is quicker to walk all users than to gather those who match. */
const GATHERED = 200_000

/**
 * Up to `limit` users whom `q` finds (null: all), newest first, or with `back` oldest first; and how many there are in
 * all.
 */
export async function findPage(
  orm: Orm,
  q: string | null,
  span: Span,
): Promise<UserCount & { users: UserProfile[] }> {
  if (q === null) {
    const [found, count] = await Promise.all([walk(orm, undefined, span), countAll(orm)])
    return { users: found, ...count }
  }
  const conditions = userConditions(q)
  const few = await gather(orm, conditions, span, COUNTED)
  if (few) return { users: await byIds(orm, few.ids, span), total: few.total, estimated: false }
  const matching = anyOfThem(conditions)
  const total = Math.max(COUNTED + 1, await estimate(orm, matching))
  const many = total > GATHERED ? null : await gather(orm, conditions, span, GATHERED)
  const found = many ? await byIds(orm, many.ids, span) : await walk(orm, matching, span)
  return { users: found, total, estimated: true }
}

/**
 * The page's ids out of all that match, each condition by its own index; null: there are more than `most`. Left to
 * choose, PostgreSQL walks the primary key in hope of a match soon: 2 s for a rare one among a million.
 */
async function gather(
  orm: Orm,
  conditions: readonly SQL[],
  { cursor, back, limit, offset }: Span,
  most: number,
): Promise<{ ids: string[]; total: number } | null> {
  const each = conditions.map((condition) => sql`(select id from users where ${condition} limit ${most + 1})`)
  const beyond = cursor === null ? sql`` : back ? sql`where id > ${cursor}` : sql`where id < ${cursor}`
  const [row] = await orm.execute<{ ids: string[]; total: number }>(sql`
    with hits as materialized (${sql.join(each, sql` union `)} limit ${most + 1})
    select (select count(*)::integer from hits) as total,
      array(select id from hits ${beyond} order by id ${back ? sql`asc` : sql`desc`} limit ${limit} offset ${offset}) as ids`)
  return row && row.total <= most ? row : null
}

const byIds = (orm: Orm, ids: readonly string[], span: Span) =>
  ids.length === 0 ? [] : walk(orm, inArray(users.id, [...ids]), { ...span, cursor: null, offset: 0 })

/** Along the primary key: where so many match, a page of them is soon together. */
async function walk(
  orm: Orm,
  matching: SQL | undefined,
  { cursor, back, limit, offset }: Span,
): Promise<UserProfile[]> {
  const beyond = cursor === null ? undefined : back ? gt(users.id, cursor) : lt(users.id, cursor)
  const rows = await selectProfiles(orm)
    .where(and(matching, beyond))
    .orderBy(back ? asc(users.id) : desc(users.id))
    .limit(limit)
    .offset(offset)
  return rows.map(toProfile)
}

async function countAll(orm: Orm): Promise<UserCount> {
  const some = orm
    .select({ one: sql`1` })
    .from(users)
    .limit(COUNTED + 1)
  const [counted] = await orm.select({ total: sql<number>`count(*)::integer` }).from(some.as('some'))
  const total = counted?.total ?? 0
  if (total <= COUNTED) return { total, estimated: false }
  return { total: Math.max(total, await estimate(orm, undefined)), estimated: true }
}

async function estimate(orm: Orm, matching: SQL | undefined): Promise<number> {
  const every = orm.select({ one: sql`1` }).from(users).where(matching)
  const [row] = await orm.execute<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    sql`explain (format json) ${every}`,
  )
  return row?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0
}
