import { authorise, type Context } from '#server/context.ts'
import type { Channel } from '#server/db/schema/deliveries.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { enqueueByChannel } from '#server/queue/enqueue.ts'
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
    // What went out in a digest is tried again with it, and with all that it lists.
    const ids = [...new Set(failed.map((delivery) => delivery.digestOf ?? delivery.id))]
    const again = await tx<{ id: string; channel: Channel; notification_id: string }[]>`
      update deliveries set status = 'QUEUED', due_at = ${now}::timestamptz, tries_used = 0, fingerprint = null,
        leased_until = null, leased_by = null, reason = 'retried', reason_text = 'Tried again by hand.'
      where id = any(${ids}::uuid[]) and status = any(${failedStatuses as string[]}::text[])
      returning id, channel, notification_id`
    await enqueueByChannel(tx, again)
    const touched = [...new Set([id, ...again.map((one) => one.notification_id)])]
    await tx`select refresh_notification_status(${touched}::uuid[], ${now}::timestamptz)`
    await audit(tx, ctx, { action: 'notification.retry', targetId: id, detail: { deliveries: ids } })
    return { deliveries: ids.length }
  })
}
