import { and, between, desc, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { idBounds } from '#server/db/ids.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import { badInput, parse } from '#server/parse.ts'
import { withoutSensitive } from '#server/templates/sensitive/of-notifications.ts'
import { findUsers } from '#server/users/find.ts'
import { branches, indexedBranches } from './matching.ts'
import { type PageInput, type ParsedFilter, pageInput } from './schemas.ts'

/** Rows that page numbers reach, and up to which the total is counted. */
const DEEP = 10_000
/** Rows of an index that are looked at for counting; beyond, the total is an estimate. */
const WALK = 50_000

export type StoredNotification = typeof notifications.$inferSelect

export interface NumberedPage {
  rows: StoredNotification[]
  total: number
  /** The total is an estimate. */
  estimated: boolean
  page: number
  limit: number
  /** Ask for it to see older ones; null: there are none. */
  nextCursor: string | null
}

/**
 * Notifications that match, whole but for deliveries, newest first: a page by its number, or what follows a cursor.
 * Throws `bad_input`, naming `cursor` for a page beyond 10,000 rows.
 */
export async function pageOfNotifications({ db, actor }: Context, input: PageInput): Promise<NumberedPage> {
  authorise(actor, 'read')
  const { orm } = db
  const { user, page, cursor, limit, ...asked } = parse(pageInput, input)
  if (cursor && page) throw badInput([{ path: 'page', message: 'must not stand beside cursor' }])
  if (page && page * limit > DEEP) {
    const message = `pages reach ${DEEP.toLocaleString('en')} rows deep: go on with the last page's meta.next_cursor`
    throw badInput([{ path: 'cursor', message }])
  }
  const nothing = { rows: [], total: 0, estimated: false, page: page ?? 1, limit, nextCursor: null }
  const userId = user ? await userIdOf(orm, user) : asked.userId
  if (user && !userId) return nothing
  const filter = { ...asked, userId }
  const conditions = branches(orm, filter).flatMap(
    (condition) => and(condition, cursor ? lt(notifications.id, cursor) : undefined) ?? [],
  )
  const [ids, count] = await Promise.all([
    pageIds(orm, conditions, { limit: limit + 1, offset: ((page ?? 1) - 1) * limit }),
    countMatching(orm, filter),
  ])
  const shown = ids.slice(0, limit)
  return {
    ...nothing,
    ...count,
    rows: await withoutSensitive(db, await rowsOf(orm, shown)),
    nextCursor: ids.length > limit ? (shown.at(-1) ?? null) : null,
  }
}

const userIdOf = async (orm: Orm, user: string): Promise<string | undefined> =>
  user.startsWith('ext:') ? (await findUsers(orm, [user])).get(user)?.id : user

/** Newest first. Each branch yields no more than can be on the page; a row of two branches comes once. */
async function pageIds(
  orm: Orm,
  conditions: SQL[],
  { limit, offset }: { limit: number; offset: number },
): Promise<string[]> {
  const each = conditions.map(
    (condition) => sql`(select ${notifications.id} from ${notifications} where ${condition}
      order by ${notifications.id} desc limit ${offset + limit})`,
  )
  const found = await orm.execute<{ id: string }>(
    sql`select id from (${sql.join(each, sql` union `)}) found order by id desc limit ${limit} offset ${offset}`,
  )
  return found.map(({ id }) => id)
}

async function rowsOf(orm: Orm, ids: readonly string[]): Promise<StoredNotification[]> {
  if (ids.length === 0) return []
  const { low, high } = idBounds(ids)
  return orm
    .select()
    .from(notifications)
    .where(and(inArray(notifications.id, [...ids]), between(notifications.id, low, high)))
    .orderBy(desc(notifications.id))
}

/** Exact up to 10,000, unless more rows than are looked at would have to be; else what PostgreSQL expects. */
async function countMatching(orm: Orm, filter: ParsedFilter): Promise<{ total: number; estimated: boolean }> {
  const walks = indexedBranches(orm, filter).map(
    ({ by, rest }) => sql`(select id, matches, count(*) over () as walked from (
      select ${notifications.id} as id, ${rest ?? sql`true`} as matches from ${notifications}
      where ${by} order by ${notifications.id} desc limit ${rest ? WALK : DEEP + 1}) one)`,
  )
  const [counted] = await orm.execute<{ total: number; cut: boolean | null }>(
    sql`select count(distinct id) filter (where matches)::integer as total, bool_or(walked >= ${WALK}) as cut
      from (${sql.join(walks, sql` union all `)}) walked`,
  )
  const total = counted?.total ?? 0
  if (total <= DEEP && !counted?.cut) return { total, estimated: false }
  const where = or(...branches(orm, filter)) ?? sql`true`
  const [plan] = await orm.execute<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    sql`explain (format json) select 1 from ${notifications} where ${where}`,
  )
  const expected = plan?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0
  return { total: Math.max(total, Math.round(expected)), estimated: true }
}
