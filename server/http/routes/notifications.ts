import { type OpenAPIHono, z } from '@hono/zod-openapi'
import { checkApiEvent } from '#server/ingest/check-event.ts'
import { apiEvent } from '#server/ingest/event-schemas.ts'
import { getNotification, type NotificationDetail } from '#server/notifications/get.ts'
import { enveloped } from '../answer.ts'
import { endpoint } from '../endpoint.ts'
import { acceptedNotification, envelope, envelopedError, notification, responses } from '../schemas.ts'
import type { ApiDeps, ApiEnv } from '../types.ts'

/** A notification as the contract writes it. */
function toAnswer(found: NotificationDetail): z.input<typeof notification> {
  return {
    notification_id: found.id,
    type: found.eventType,
    source: found.source,
    status: found.status,
    status_reason: found.statusReason,
    user_id: found.userId,
    order_id: found.orderId,
    correlation_id: found.correlationId,
    trace_id: found.traceId,
    payload: found.payload,
    created_at: found.createdAt.toISOString(),
    sent_at: found.sentAt?.toISOString() ?? null,
    error_message: found.errorMessage,
    deliveries: found.deliveries.map((delivery) => ({
      delivery_id: delivery.id,
      channel: delivery.channel,
      address: delivery.address,
      provider: delivery.provider,
      status: delivery.status,
      reason: delivery.reason,
      due_at: delivery.dueAt.toISOString(),
      template_key: delivery.templateKey,
      version: delivery.templateVersion,
      locale: delivery.locale,
      attempts: delivery.attempts.map((attempt) => ({
        started_at: attempt.startedAt.toISOString(),
        duration_ms: attempt.durationMs,
        outcome: attempt.outcome,
        provider_id: attempt.providerMessageId,
        error: attempt.error,
      })),
    })),
  }
}

export function notificationRoutes(app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void {
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/v1/notifications',
      summary: 'Accept an event',
      tags: ['Ingest'],
      scope: 'ingest',
      open: 'notifications',
      creates: 'itself',
      body: apiEvent,
      responses: responses(
        200,
        envelope(acceptedNotification),
        'Stored, with its planning job',
        envelopedError,
      ),
    },
    async ({ c, ctx, body, idempotency }) => {
      const { actor } = ctx
      await checkApiEvent(deps.db().orm, body, deps.settings())
      const accepted = await deps.ingest().accept({
        source: 'api',
        sourceName: actor.kind === 'key' ? actor.name : null,
        eventType: body.type,
        traceId: c.get('traceId'),
        payload: body,
        idempotency,
      })
      if (accepted.replayed) c.header('Idempotency-Replayed', 'true')
      const { notificationId, traceId } = accepted
      return enveloped(
        c,
        { notification_id: notificationId, status: 'PENDING', trace_id: traceId },
        { message: 'Notification accepted' },
      )
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
      params: z.object({ id: z.uuid('must be a UUID') }),
      responses: responses(200, envelope(notification), 'The notification', envelopedError),
    },
    async ({ c, ctx, params }) => {
      const found = await getNotification(ctx, params)
      return enveloped(c, toAnswer(found), { message: 'Notification found' })
    },
  )
}
