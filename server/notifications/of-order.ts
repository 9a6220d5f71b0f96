import { and, desc, eq, lt } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import { parse } from '#server/parse.ts'
import { withoutSensitive } from '#server/templates/sensitive/of-notifications.ts'
import { type OrderInput, orderInput } from './schemas.ts'

export type OrderNotification = Awaited<ReturnType<typeof notificationsOfOrder>>[number]

/** What was accepted about an order, newest first. Throws `bad_input`. */
export async function notificationsOfOrder({ db, actor }: Context, input: OrderInput) {
  authorise(actor, 'read')
  const { orderId, before, limit } = parse(orderInput, input)
  const rows = await db.orm
    .select({
      id: notifications.id,
      customerId: notifications.customerId,
      runnerId: notifications.runnerId,
      orderId: notifications.orderId,
      payload: notifications.payload,
      status: notifications.status,
      createdAt: notifications.createdAt,
      source: notifications.source,
      sourceName: notifications.sourceName,
      eventType: notifications.eventType,
      correlationId: notifications.correlationId,
      sourceService: notifications.sourceService,
      sensitive: notifications.sensitive,
    })
    .from(notifications)
    .where(and(eq(notifications.orderId, orderId), before ? lt(notifications.id, before) : undefined))
    .orderBy(desc(notifications.id))
    .limit(limit)
  return withoutSensitive(db, rows)
}
