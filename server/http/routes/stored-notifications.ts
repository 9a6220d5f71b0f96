import { z } from 'zod'
import { cancelNotification } from '#server/notifications/cancel.ts'
import { getNotification } from '#server/notifications/get.ts'
import { pageOfNotifications } from '#server/notifications/page.ts'
import { replayNotification } from '#server/notifications/replay.ts'
import { instant, sources, statuses, text, userReference } from '#server/notifications/schemas.ts'
import { enveloped, metaOf } from '../answer.ts'
import { endpoint } from '../endpoint.ts'
import { listedNotification, toAnswer, toListed } from '../notification-answer.ts'
import { exampleAccepted, exampleListed, exampleNotification } from '../notification-example.ts'
import { envelope, notification, paging, responses } from '../schemas.ts'
import type { Api, ApiDeps } from '../types.ts'

const id = z.uuid('must be a UUID')
const params = z.object({ id })

/** Repeated, or separated by commas. */
const several = <T extends z.ZodType<string>>(value: T, max: number) =>
  z
    .preprocess(
      (sent) => (sent === undefined ? [] : [sent].flat().flatMap((one) => String(one).split(','))),
      z.array(value).max(max),
    )
    .optional()

/** As it is answered, or as W3C writes it (32 hex digits). */
const traceId = z
  .string()
  .regex(/^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i, 'must be a UUID or 32 hex digits')
  .transform((text) =>
    text.replaceAll('-', '').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  )

const query = z.object({
  status: several(z.enum(statuses), statuses.length),
  type: several(text(200), 50),
  source: several(z.enum(sources), sources.length),
  user_id: userReference.optional(),
  order_id: text(500).optional(),
  correlation_id: text(500).optional(),
  trace_id: traceId.optional(),
  from: instant.optional(),
  to: instant.optional(),
  q: text(500).optional(),
  page: paging.shape.page.unwrap().optional(),
  limit: paging.shape.limit,
  cursor: id.optional(),
})

const acted = z.object({ notification_id: z.uuid(), status: z.string(), deliveries: z.number().int() })
const exampleActed = { notification_id: exampleAccepted.notification_id, deliveries: 1 }

export function storedNotificationRoutes(app: Api, deps: ApiDeps): void {
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/v1/notifications',
      summary: 'Notifications, newest first',
      description:
        'Those that match all filters; `status`, `type` and `source` may be repeated or separated by commas, `from` counts and `to` does not, `q` is an id, an e-mail address, an order or correlation id. Pages by `page` and `limit` reach 10,000 rows deep; `cursor` (`meta.next_cursor` of a page) goes on from there. Up to 10,000 `meta.total` is exact, unless too many rows would have to be looked at: an estimate says so.',
      tags: ['Reading back'],
      scope: 'read',
      query,
      responses: responses(
        200,
        envelope(z.array(listedNotification)),
        'A page of notifications, without their deliveries',
      ),
      examples: { answer: { message: '1 notifications', data: [exampleListed] } },
    },
    async ({ c, ctx, query: asked }) => {
      const found = await pageOfNotifications(ctx, {
        ...asked,
        user: asked.user_id,
        orderId: asked.order_id,
        correlationId: asked.correlation_id,
        traceId: asked.trace_id,
      })
      const meta = metaOf({ ...found, cursor: asked.cursor })
      return enveloped(c, found.rows.map(toListed), { message: `${found.rows.length} notifications`, meta })
    },
  )

  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/v1/notifications/{id}',
      summary: 'One notification, whole',
      tags: ['Reading back'],
      scope: 'read',
      params,
      responses: responses(200, envelope(notification), 'The notification'),
      examples: { answer: { message: 'Notification found', data: exampleNotification } },
    },
    async ({ c, ctx, params: { id: notificationId } }) => {
      const found = await getNotification(ctx, { id: notificationId })
      return enveloped(c, toAnswer(found), { message: 'Notification found' })
    },
  )

  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/v1/notifications/{id}/replay',
      summary: 'Send a notification again',
      description:
        'New deliveries, by `mode`: `sent` with the same content, `today` planned and rendered anew. 422 while it is still on its way, or when nothing would be sent.',
      tags: ['Ingest'],
      scope: 'ingest',
      params,
      body: z.object({ mode: z.enum(['sent', 'today'], 'must be sent or today') }),
      creates: true,
      responses: responses(202, envelope(acted), 'The deliveries are queued'),
      examples: {
        body: { mode: 'sent' },
        answer: { message: 'Notification replayed', data: { ...exampleActed, status: 'QUEUED' } },
      },
    },
    async ({ c, ctx, params: { id: notificationId }, body }) => {
      const replayDeps = { settings: deps.planning(), log: deps.log() }
      const done = await replayNotification(ctx, replayDeps, { id: notificationId, mode: body.mode })
      return enveloped(
        c,
        { notification_id: notificationId, ...done },
        { message: 'Notification replayed', status: 202 },
      )
    },
  )

  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/v1/notifications/{id}/cancel',
      summary: 'Take back what has not gone out',
      description: 'What is in a call goes on. 422 when nothing is waiting.',
      tags: ['Ingest'],
      scope: 'ingest',
      params,
      responses: responses(202, envelope(acted), 'What was waiting is cancelled'),
      refusals: [422],
      examples: {
        answer: { message: 'Notification cancelled', data: { ...exampleActed, status: 'CANCELLED' } },
      },
    },
    async ({ c, ctx, params: { id: notificationId } }) => {
      const done = await cancelNotification(ctx, { id: notificationId })
      return enveloped(
        c,
        { notification_id: notificationId, ...done },
        { message: 'Notification cancelled', status: 202 },
      )
    },
  )
}
