import { type SQL, sql } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { users } from '#server/db/schema/users.ts'

/** What is counted exactly, and how deep `page` reaches. */
export const COUNTED = 10_000

export interface UserCount {
  /** Exact up to 10,000; above, PostgreSQL's estimate. */
  total: number
  estimated: boolean
}

/** How many users match; undefined: all. */
export async function countUsers(orm: Orm, matching: SQL | undefined): Promise<UserCount> {
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
