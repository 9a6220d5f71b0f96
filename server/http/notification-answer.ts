import type { z } from 'zod'
import type { NotificationDetail } from '#server/notifications/get.ts'
import type { StoredNotification } from '#server/notifications/page.ts'
import { notification } from './schemas.ts'

/** A notification as lists have it. */
export const listedNotification = notification.omit({ deliveries: true }).meta({ id: 'ListedNotification' })

/** A notification as the contract writes it, without its deliveries. */
export function toListed(found: StoredNotification): z.input<typeof listedNotification> {
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
  }
}

/** A notification as the contract writes it, whole. */
export function toAnswer(found: NotificationDetail): z.input<typeof notification> {
  return {
    ...toListed(found),
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
