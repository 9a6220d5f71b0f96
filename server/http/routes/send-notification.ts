import { z } from 'zod'
import { normalise } from '#server/ingest/normalise.ts'
import { json, setHeader } from '../answer.ts'
import { endpoint } from '../endpoint.ts'
import { exampleAccepted } from '../notification-example.ts'
import { acceptedNotification, responses } from '../schemas.ts'
import type { Api, ApiDeps } from '../types.ts'

export function sendNotificationRoutes(app: Api, deps: ApiDeps): void {
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/send-notification',
      summary: 'Record any event',
      description:
        'Kept whole, with its type and ids found by their usual names. Ends as RECORDED, unless a workflow names the source `send-notification`.',
      tags: ['Ingest'],
      scope: 'ingest',
      open: 'send-notification',
      body: z.record(z.string(), z.unknown()),
      creates: 'itself',
      responses: responses(201, acceptedNotification, 'Stored, with its planning job'),
      examples: { body: { event_type: 'ORDER_PAID', orderId: 123, customerId: 77 }, answer: exampleAccepted },
    },
    async ({ c, ctx, body, idempotency }) => {
      const { eventType, ...ids } = normalise(body, { headers: c.req.raw.headers })
      const accepted = await deps.ingest().accept({
        source: 'send-notification',
        sourceName: ctx.actor.kind === 'key' ? ctx.actor.name : null,
        eventType,
        ids,
        traceId: c.get('traceId'),
        payload: body,
        idempotency,
      })
      if (accepted.replayed) setHeader(c, 'Idempotency-Replayed', 'true')
      const { notificationId, traceId } = accepted
      return json(c, { notification_id: notificationId, status: 'PENDING', trace_id: traceId }, 201)
    },
  )
}
