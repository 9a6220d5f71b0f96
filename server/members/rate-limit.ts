import { lt, sql } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { memberRateLimits } from '#server/db/schema/members.ts'

const HOUR_MS = 60 * 60 * 1000
const PRUNE_EVERY_MS = 60_000

/**
 * Counts requests per key in PostgreSQL, one statement each. better-auth's own database storage looks for its row in
 * a subquery, which a concurrent update does not look at again: of 12 tries at once it let 6 pass instead of 5.
 */
export function rateLimitStorage(orm: Orm) {
  let pruned = 0
  return {
    /** `window` in seconds, from the first request on. Also `retryAfter`, when there were `max` already. */
    async consume(key: string, { window, max }: { window: number; max: number }) {
      const now = Date.now()
      const { count, lastRequest } = memberRateLimits
      const over = sql`${lastRequest} <= ${now - window * 1000}`
      const [row] = await orm
        .insert(memberRateLimits)
        .values({ id: newId(), key, count: 1, lastRequest: now })
        .onConflictDoUpdate({
          target: memberRateLimits.key,
          set: {
            count: sql`case when ${over} then 1 else least(${count}, ${max}) + 1 end`,
            lastRequest: sql`case when ${over} then ${now} else ${lastRequest} end`,
          },
        })
        .returning({ count, since: lastRequest })
      if (now - pruned > PRUNE_EVERY_MS) {
        pruned = now
        await orm.delete(memberRateLimits).where(lt(lastRequest, now - HOUR_MS))
      }
      if (!row || row.count <= max) return { allowed: true, retryAfter: null }
      return { allowed: false, retryAfter: Math.max(1, Math.ceil((row.since - now) / 1000 + window)) }
    },
  }
}
