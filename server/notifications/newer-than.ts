import { and, asc, gt } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import { authorise, type Context } from '#server/context.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import { parse } from '#server/parse.ts'
import { branches } from './matching.ts'
import { type NewerInput, newerInput } from './schemas.ts'

const CAP = 99

/** How many that match are newer than `id`: at most 99, and whether there are more. */
export async function countNewerNotifications(
  { db, actor }: Context,
  input: NewerInput,
): Promise<{ count: number; capped: boolean }> {
  authorise(actor, 'read')
  const { id, ...filter } = parse(newerInput, input)
  const [first, second, ...others] = branches(db.orm, filter).map((condition) =>
    db.orm
      .select({ id: notifications.id })
      .from(notifications)
      .where(and(condition, gt(notifications.id, id)))
      .orderBy(asc(notifications.id))
      .limit(CAP + 1),
  )
  if (!first) return { count: 0, capped: false }
  const found = await (second ? unionAll(first, second, ...others) : first)
  const count = new Set(found.map((row) => row.id)).size
  return { count: Math.min(count, CAP), capped: count > CAP }
}
