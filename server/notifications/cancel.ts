import { actorLabel, authorise, type Context } from '#server/context.ts'
import type { NotificationStatus } from '#server/db/schema/notifications.ts'
import { passOnDigests } from '#server/delivery/digest.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { abilitiesOf } from './abilities.ts'
import { audit, lockNotification, statusOf } from './actions.ts'
import { notificationId } from './schemas.ts'

/**
 * Takes back what has not gone out: waiting deliveries become CANCELLED, an unplanned notification is never planned.
 * What is in a call goes on, and so does what stands in a digest that was tried already. Answers how many deliveries, and
 * the status then. Throws `not_found`, or `unprocessable` when nothing waits.
 */
export async function cancelNotification(
  ctx: Context,
  input: { id: string },
): Promise<{ deliveries: number; status: NotificationStatus }> {
  authorise(ctx.actor, 'ingest')
  const { id } = parse(notificationId, input)
  const now = ctx.clock.now().toISOString()
  const reason = `Cancelled by ${actorLabel(ctx.actor).actorName}.`
  return ctx.db.sql.begin(async (tx) => {
    const found = await lockNotification(tx, id)
    const { cancel } = abilitiesOf(
      found.status,
      found.deliveries.map((one) => ({ ...one, hasContent: one.has_content })),
      found.is_erased,
    )
    if (!cancel.allowed) throw new DomainError('unprocessable', cancel.reason)
    const cancelled = await tx<{ id: string; is_digest: boolean }[]>`
      update deliveries d set status = 'CANCELLED', reason = 'cancelled', reason_text = ${reason},
        leased_until = null, leased_by = null
      where notification_id = ${id} and status in ('QUEUED', 'HELD') and not exists (select 1 from deliveries f
        where f.id = d.digest_of and f.attempt_count > 0)
        and not (is_digest and attempt_count > 0 and exists (select 1 from deliveries m
          where m.digest_of = d.id and m.status in ('QUEUED', 'HELD')))
      returning id, is_digest`
    if (cancelled.length === 0 && found.status !== 'PENDING') {
      throw new DomainError('unprocessable', 'It is in a digest whose mail is being sent already.')
    }
    const firsts = cancelled.flatMap((one) => (one.is_digest ? [one.id] : []))
    const touched = [id, ...(await passOnDigests(tx, firsts, ctx.clock.now()))]
    if (found.status === 'PENDING') {
      await tx`update notifications set status = 'CANCELLED', status_reason = ${reason} where id = ${id}`
    } else {
      await tx`select refresh_notification_status(${touched}::uuid[], ${now}::timestamptz)`
    }
    await audit(tx, ctx, {
      action: 'notification.cancel',
      targetId: id,
      detail: { deliveries: cancelled.length },
    })
    return { deliveries: cancelled.length, status: await statusOf(tx, id) }
  })
}
