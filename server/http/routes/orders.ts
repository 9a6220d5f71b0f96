import { z } from 'zod'
import { DomainError } from '#server/errors.ts'
import { notificationsOfOrder, type OrderNotification } from '#server/notifications/of-order.ts'
import { text } from '#server/notifications/schemas.ts'
import { json } from '../answer.ts'
import { endpoint } from '../endpoint.ts'
import { exampleOfOrder } from '../notification-example.ts'
import { responses, wholeNumber } from '../schemas.ts'
import type { Api, ApiDeps } from '../types.ts'

/** A notification as callers of the audit log know it. */
const orderNotification = z
  .object({
    notification_id: z.uuid(),
    customer_id: z.string().nullable(),
    runner_id: z.string().nullable(),
    order_id: z.string().nullable(),
    event: z.record(z.string(), z.unknown()),
    status: z.string(),
    created_at: z.iso.datetime(),
    source_topic: z.string().nullable(),
    event_type: z.string().nullable(),
    correlation_id: z.string().nullable(),
    source_service: z.string().nullable(),
  })
  .meta({ id: 'OrderNotification' })

const toAnswer = (found: OrderNotification): z.input<typeof orderNotification> => ({
  notification_id: found.id,
  customer_id: found.customerId,
  runner_id: found.runnerId,
  order_id: found.orderId,
  event: found.payload,
  status: found.status,
  created_at: found.createdAt.toISOString(),
  source_topic: found.source === 'kafka' ? found.sourceName : null,
  event_type: found.eventType,
  correlation_id: found.correlationId,
  source_service: found.sourceService,
})

const params = z.object({ order_id: text(500).min(1) })
const query = z.object({
  limit: wholeNumber(1000).default(1000),
  before: z.uuid('must be a notification_id').optional(),
})

export function orderRoutes(app: Api, deps: ApiDeps): void {
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/order/{order_id}/latest',
      summary: 'The newest notification of an order',
      tags: ['Reading back'],
      scope: 'read',
      open: 'order',
      params,
      responses: responses(200, orderNotification, 'The notification'),
      examples: { answer: exampleOfOrder },
    },
    async ({ c, ctx, params: { order_id: orderId } }) => {
      const [latest] = await notificationsOfOrder(ctx, { orderId, limit: 1 })
      if (!latest) throw new DomainError('not_found', 'Nothing is known of this order.')
      return json(c, toAnswer(latest))
    },
  )

  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/order/{order_id}',
      summary: 'The notifications of an order, newest first',
      description:
        'At most `limit` (1,000); `before`, the notification_id of the last one, goes on from there. An order that nothing is known of has none.',
      tags: ['Reading back'],
      scope: 'read',
      open: 'order',
      params,
      query,
      responses: responses(200, z.array(orderNotification), 'The notifications'),
      examples: { answer: [exampleOfOrder] },
    },
    async ({ c, ctx, params: { order_id: orderId }, query: asked }) => {
      const found = await notificationsOfOrder(ctx, { orderId, ...asked })
      return json(c, found.map(toAnswer))
    },
  )
}
