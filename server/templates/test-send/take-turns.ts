import { sql } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { memberRateLimits } from '#server/db/schema/members.ts'

const WINDOW_MS = 60_000
/** Addresses that one member may send tests to, in a minute. */
export const TESTS_PER_MINUTE = 10

/**
 * Takes `count` of a member's tests of this minute, all or none, on the caller's transaction: of several at once each
 * sees what the others took. Answers 0, or in how many seconds there are some again.
 */
export async function takeTests(tx: Orm, memberId: string, count: number, now: number): Promise<number> {
  const key = `template.test ${memberId}`
  const { count: taken, lastRequest } = memberRateLimits
  const over = sql`${lastRequest} <= ${now - WINDOW_MS}`
  const [row] = await tx
    .insert(memberRateLimits)
    .values({ id: newId(), key, count, lastRequest: now })
    .onConflictDoUpdate({
      target: memberRateLimits.key,
      set: {
        count: sql`case when ${over} then ${count}::integer else ${taken} + ${count}::integer end`,
        lastRequest: sql`case when ${over} then ${now}::bigint else ${lastRequest} end`,
      },
      setWhere: sql`${over} or ${taken} + ${count}::integer <= ${TESTS_PER_MINUTE}`,
    })
    .returning({ taken })
  if (row) return 0
  const [limit] = await tx
    .select({ since: lastRequest })
    .from(memberRateLimits)
    .where(sql`${memberRateLimits.key} = ${key}`)
  return Math.max(1, Math.ceil(((limit?.since ?? now) + WINDOW_MS - now) / 1000))
}
