import { and, asc, desc, eq, gt, gte, ilike, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { deliveries, deliveryContents } from '#server/db/schema/deliveries.ts'
import { inboxMessages } from '#server/db/schema/inbox.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import { parse } from '#server/parse.ts'
import { type InboxListInput, inboxListInput } from './schemas.ts'

/** A search looks at so many messages, newest first: no index serves a part of a subject. */
const SEARCHED = 20_000
const PREVIEW = 160

export interface InboxPage {
  rows: InboxRow[]
  nextCursor: string | null
  previousCursor: string | null
}
export type InboxRow = Awaited<ReturnType<typeof find>>[number]

/** Captured mail, newest first, a page at a time. Throws `bad_input`, `forbidden`. */
export async function listInbox({ db, actor }: Context, input: InboxListInput): Promise<InboxPage> {
  authorise(actor, 'read')
  const { q, unread, cursor, direction, limit } = parse(inboxListInput, input)
  const { deliveryId } = inboxMessages
  const back = direction === 'previous' && cursor != null
  const floor = q ? await searchFloor(db.orm) : null
  const conditions: (SQL | undefined)[] = [
    unread ? isNull(inboxMessages.readAt) : undefined,
    cursor ? (back ? gt(deliveryId, cursor) : lt(deliveryId, cursor)) : undefined,
    q ? or(ilike(inboxMessages.to, like(q)), ilike(deliveryContents.subject, like(q))) : undefined,
    floor ? gte(deliveryId, floor) : undefined,
    // Said again for the joined table: else the whole of it is read.
    floor ? gte(deliveryContents.deliveryId, floor) : undefined,
  ]
  const rows = await find(db.orm, and(...conditions), { back, limit: limit + 1 })
  const shown = rows.slice(0, limit)
  if (back) shown.reverse()
  const more = rows.length > limit
  const newest = shown[0]?.deliveryId ?? null
  const oldest = shown.at(-1)?.deliveryId ?? null
  return {
    rows: shown,
    nextCursor: back || more ? oldest : null,
    previousCursor: back ? (more ? newest : null) : cursor ? newest : null,
  }
}

function find(orm: Orm, condition: SQL | undefined, { back, limit }: { back: boolean; limit: number }) {
  return orm
    .select({
      deliveryId: inboxMessages.deliveryId,
      notificationId: deliveries.notificationId,
      eventType: notifications.eventType,
      to: inboxMessages.to,
      from: deliveryContents.from,
      subject: deliveryContents.subject,
      preview: sql<string>`left(regexp_replace(left(${deliveryContents.text}, ${PREVIEW * 4}), '\\s+', ' ', 'g'), ${PREVIEW})`,
      receivedAt: inboxMessages.receivedAt,
      readAt: inboxMessages.readAt,
    })
    .from(inboxMessages)
    .innerJoin(deliveryContents, eq(deliveryContents.deliveryId, inboxMessages.deliveryId))
    .innerJoin(deliveries, eq(deliveries.id, inboxMessages.deliveryId))
    .leftJoin(notifications, eq(notifications.id, deliveries.notificationId))
    .where(condition)
    .orderBy(back ? asc(inboxMessages.deliveryId) : desc(inboxMessages.deliveryId))
    .limit(limit)
}

/** The oldest id that a search looks at. */
async function searchFloor(orm: Orm): Promise<string> {
  const newest = orm
    .select({ id: inboxMessages.deliveryId })
    .from(inboxMessages)
    .orderBy(desc(inboxMessages.deliveryId))
    .limit(SEARCHED)
    .as('newest')
  const [oldest] = await orm.select().from(newest).orderBy(asc(newest.id)).limit(1)
  return oldest?.id ?? '00000000-0000-0000-0000-000000000000'
}

const like = (q: string) => `%${q.replace(/[\\%_]/g, '\\$&')}%`
