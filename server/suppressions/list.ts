import { and, asc, count, desc, eq, gt, ilike, lt, type SQL } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { deliveries } from '#server/db/schema/deliveries.ts'
import { suppressions } from '#server/db/schema/suppressions.ts'
import { parse } from '#server/parse.ts'
import { type SuppressionsInput, suppressionsInput } from './schemas.ts'

/** Counting ends here: beyond, the answer is "more than". */
const COUNTED = 10_000

export interface SuppressionsPage {
  rows: SuppressionRow[]
  /** How many match, at most 10,000. */
  total: number
  nextCursor: string | null
  previousCursor: string | null
}
export type SuppressionRow = Awaited<ReturnType<typeof find>>[number]

/** Suppressed addresses, the latest first, a page at a time. Throws `bad_input`, `forbidden`. */
export async function listSuppressions(
  { db, actor }: Context,
  input: SuppressionsInput,
): Promise<SuppressionsPage> {
  authorise(actor, 'read')
  const { q, reason, cursor, direction, limit } = parse(suppressionsInput, input)
  const matching = and(
    q ? ilike(suppressions.address, like(q)) : undefined,
    reason ? eq(suppressions.reason, reason) : undefined,
  )
  const back = direction === 'previous' && cursor != null
  const from = cursor ? (back ? gt(suppressions.id, cursor) : lt(suppressions.id, cursor)) : undefined
  const [rows, total] = await Promise.all([
    find(db.orm, and(matching, from), { back, limit: limit + 1 }),
    counted(db.orm, matching),
  ])
  const shown = rows.slice(0, limit)
  if (back) shown.reverse()
  const more = rows.length > limit
  const newest = shown[0]?.id ?? null
  const oldest = shown.at(-1)?.id ?? null
  return {
    rows: shown,
    total,
    nextCursor: back || more ? oldest : null,
    previousCursor: back ? (more ? newest : null) : cursor ? newest : null,
  }
}

function find(orm: Orm, condition: SQL | undefined, { back, limit }: { back: boolean; limit: number }) {
  return orm
    .select({
      id: suppressions.id,
      channel: suppressions.channel,
      address: suppressions.address,
      reason: suppressions.reason,
      detail: suppressions.detail,
      createdAt: suppressions.createdAt,
      /** The one whose mail it was. */
      notificationId: deliveries.notificationId,
    })
    .from(suppressions)
    .leftJoin(deliveries, eq(deliveries.id, suppressions.deliveryId))
    .where(condition)
    .orderBy(back ? asc(suppressions.id) : desc(suppressions.id))
    .limit(limit)
}

async function counted(orm: Orm, condition: SQL | undefined): Promise<number> {
  const some = orm
    .select({ id: suppressions.id })
    .from(suppressions)
    .where(condition)
    .limit(COUNTED)
    .as('some')
  const [row] = await orm.select({ n: count() }).from(some)
  return row?.n ?? 0
}

const like = (q: string) => `%${q.replace(/[\\%_]/g, '\\$&')}%`
