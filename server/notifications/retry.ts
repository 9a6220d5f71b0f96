import { authorise, type Context } from '#server/context.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { enqueueDeliveries } from '#server/queue/enqueue.ts'
import { abilitiesOf, failedStatuses, newestDeliveries } from './abilities.ts'
import { audit, lockNotification } from './actions.ts'
import { notificationId } from './schemas.ts'

/**
 * Tries again what failed of a notification: the same deliveries, due now, with a fresh count of tries. Answers how
 * many. Throws `not_found`, or `unprocessable` when nothing has failed.
 */
export async function retryNotification(
  ctx: Context,
  input: { id: string },
): Promise<{ deliveries: number }> {
  authorise(ctx.actor, 'ingest')
  const { id } = parse(notificationId, input)
  const now = ctx.clock.now().toISOString()
  return ctx.db.sql.begin(async (tx) => {
    const found = await lockNotification(tx, id)
    const { retry } = abilitiesOf(
      found.status,
      found.deliveries.map((one) => ({ ...one, hasContent: one.has_content })),
      found.is_erased,
      found.erased_values,
    )
    if (!retry.allowed) throw new DomainError('unprocessable', retry.reason)
    const failed = newestDeliveries(found.deliveries).filter(({ status }) => failedStatuses.includes(status))
    const ids = failed.map((delivery) => delivery.id)
    await tx`update deliveries set status = 'QUEUED', due_at = ${now}::timestamptz, tries_used = 0, fingerprint = null,
        leased_until = null, leased_by = null, reason = 'retried', reason_text = 'Tried again by hand.'
      where id = any(${ids}::uuid[])`
    await enqueueDeliveries(tx, 'email', ids)
    await tx`select refresh_notification_status(${[id]}::uuid[], ${now}::timestamptz)`
    await audit(tx, ctx, { action: 'notification.retry', targetId: id, detail: { deliveries: ids } })
    return { deliveries: ids.length }
  })
}
