import { and, asc, desc, gt, lt, type SQL } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import { authorise, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import { parse } from '#server/parse.ts'
import { branches } from './matching.ts'
import { type ListInput, listInput } from './schemas.ts'

const columns = {
  id: notifications.id,
  status: notifications.status,
  statusReason: notifications.statusReason,
  eventType: notifications.eventType,
  source: notifications.source,
  sourceName: notifications.sourceName,
  recipient: notifications.recipient,
  userId: notifications.userId,
  orderId: notifications.orderId,
  correlationId: notifications.correlationId,
  traceId: notifications.traceId,
  errorMessage: notifications.errorMessage,
  scheduledAt: notifications.scheduledAt,
  createdAt: notifications.createdAt,
  sentAt: notifications.sentAt,
}

export type NotificationRow = Awaited<ReturnType<typeof branch>>[number]

export interface NotificationPage {
  rows: NotificationRow[]
  /** Ask for it with `direction: 'next'` to see older ones; null: there are none. */
  nextCursor: string | null
  /** Ask for it with `direction: 'previous'` to see newer ones; null: this is the newest page. */
  previousCursor: string | null
}

/** Notifications that match, newest first, a page at a time. Throws `bad_input`, `forbidden`. */
export async function listNotifications({ db, actor }: Context, input: ListInput): Promise<NotificationPage> {
  authorise(actor, 'read')
  const { cursor, direction, limit, ...filter } = parse(listInput, input)
  const back = direction === 'previous' && cursor != null
  const found = await rows(db.orm, branches(db.orm, filter), {
    cursor: cursor ?? null,
    back,
    limit: limit + 1,
  })
  const shown = found.slice(0, limit)
  if (back) shown.reverse()
  const more = found.length > limit
  const newest = shown[0]?.id ?? null
  const oldest = shown.at(-1)?.id ?? null
  return {
    rows: shown,
    nextCursor: back || more ? oldest : null,
    previousCursor: back ? (more ? newest : null) : cursor ? newest : null,
  }
}

interface Span {
  cursor: string | null
  back: boolean
  limit: number
}

/** The first `limit` beyond the cursor. A row of two branches comes once. */
async function rows(orm: Orm, conditions: SQL[], span: Span): Promise<NotificationRow[]> {
  const [first, second, ...others] = conditions.map((condition) => branch(orm, condition, span))
  if (!first) return []
  const found = await (second ? unionAll(first, second, ...others) : first)
  const unique = [...new Map(found.map((row) => [row.id, row])).values()]
  const order = span.back ? 1 : -1
  return unique.sort((a, b) => (a.id < b.id ? -order : order)).slice(0, span.limit)
}

function branch(orm: Orm, condition: SQL, { cursor, back, limit }: Span) {
  const beyond =
    cursor === null ? undefined : back ? gt(notifications.id, cursor) : lt(notifications.id, cursor)
  return orm
    .select(columns)
    .from(notifications)
    .where(and(condition, beyond))
    .orderBy(back ? asc(notifications.id) : desc(notifications.id))
    .limit(limit)
}
