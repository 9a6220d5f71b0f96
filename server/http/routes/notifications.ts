import type { Context } from 'hono'
import { z } from 'zod'
import type { Database } from '#server/db/client.ts'
import { acceptBatch, acceptEvent } from '#server/ingest/accept-events.ts'
import { apiEvent, batchEvents, templateEvent } from '#server/ingest/event-schemas.ts'
import { settledStatus } from '#server/notifications/wait.ts'
import { enveloped, setHeader } from '../answer.ts'
import { endpoint } from '../endpoint.ts'
import { toRefusal } from '../faults.ts'
import { exampleAccepted, exampleEvent } from '../notification-example.ts'
import { waitSeconds } from '../prefer.ts'
import { acceptedNotification, envelope, responses } from '../schemas.ts'
import type { Api, ApiDeps, ApiEnv } from '../types.ts'

const batchOutcome = z.object({
  index: z.number().int(),
  notification_id: z.uuid().optional(),
  error: z
    .object({
      code: z.string(),
      message: z.string(),
      issues: z.array(z.object({ path: z.string(), message: z.string() })),
    })
    .optional(),
})

const prefer = z.string().optional().meta({
  description: '`wait=N`: answer once it is sent or failed, after N seconds at the latest, at most 10.',
})

/** What is known of a notification that was just accepted: after `Prefer: wait=N`, what became of it. */
async function statusFor(c: Context<ApiEnv>, db: Database, id: string): Promise<string> {
  const seconds = waitSeconds(c.req.header('prefer'))
  if (seconds === null) return 'PENDING'
  setHeader(c, 'Preference-Applied', `wait=${seconds}`)
  return (await settledStatus(db, id, seconds * 1000, c.req.raw.signal)) ?? 'PENDING'
}

export function notificationRoutes(app: Api, deps: ApiDeps): void {
  const accepted = envelope(acceptedNotification)
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/v1/notifications',
      summary: 'Accept an event',
      description:
        'Either by `type`, for the workflow that listens to it (200), or by `template_key`, for one user and without a workflow (202; the type is then the template’s key). `user_id` is a UUID, an external id or `ext:<external id>`. Held until `scheduled_at`, not sent after `expires_at`; `category` and `priority` are kept. `Prefer: wait=N` answers once it is sent or failed, after 10 s at the latest.',
      tags: ['Ingest'],
      scope: 'ingest',
      open: 'notifications',
      body: z.unknown(),
      described: z.union([apiEvent, templateEvent]),
      creates: 'itself',
      responses: {
        ...responses(200, accepted, 'Stored, with its planning job'),
        ...responses(202, accepted, 'By template_key: stored, with its planning job'),
      },
      headers: z.object({ Prefer: prefer }),
      refusals: [404],
      examples: { body: exampleEvent, answer: { message: 'Notification accepted', data: exampleAccepted } },
    },
    async ({ c, ctx, body, idempotency }) => {
      const { notificationId, traceId, replayed } = await acceptEvent(ctx, deps.ingest(), deps.settings(), {
        body,
        traceId: c.get('traceId'),
        idempotency,
      })
      if (replayed) setHeader(c, 'Idempotency-Replayed', 'true')
      const status = await statusFor(c, ctx.db, notificationId)
      return enveloped(
        c,
        { notification_id: notificationId, status, trace_id: traceId },
        { message: 'Notification accepted', status: asksTemplate(body) ? 202 : 200 },
      )
    },
  )

  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/v1/notifications/batch',
      summary: 'Accept up to 1,000 events',
      description:
        'A list of what `POST /v1/notifications` takes, or an object that has it as `notifications`. Each is judged for itself: a bad one has its `error`, the others are stored together.',
      tags: ['Ingest'],
      scope: 'ingest',
      open: 'notifications',
      body: z.unknown(),
      described: batchEvents,
      creates: true,
      responses: responses(
        200,
        envelope(z.array(batchOutcome)),
        'What became of each, in order; the good ones are stored, with their planning job',
      ),
      examples: {
        body: [exampleEvent, { type: 'ORDER_CREATED', data: {} }],
        answer: {
          message: '1 of 2 accepted',
          data: [
            { index: 0, notification_id: exampleAccepted.notification_id },
            {
              index: 1,
              error: {
                code: 'validation_failed',
                message: 'data.order_id: is required',
                issues: [{ path: 'data.order_id', message: 'is required' }],
              },
            },
          ],
        },
      },
    },
    async ({ c, ctx, body }) => {
      const outcomes = await acceptBatch(ctx, deps.settings(), { body, traceId: c.get('traceId') })
      const data = outcomes.map((outcome, index): z.input<typeof batchOutcome> => {
        if ('notificationId' in outcome) return { index, notification_id: outcome.notificationId }
        const { code, message, issues } = toRefusal(outcome.error)
        return { index, error: { code, message, issues: [...issues] } }
      })
      const good = data.filter((one) => one.notification_id !== undefined).length
      const total = data.length
      return enveloped(c, data, {
        message: `${good} of ${total} accepted`,
        meta: { total, limit: total, page: 1, total_pages: 1, has_next: false, has_previous: false },
      })
    },
  )
}

const asksTemplate = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'template_key' in body
