import type postgres from 'postgres'
import { actorLabel, type Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import type { Channel, DeliveryStatus } from '#server/db/schema/deliveries.ts'
import type { NotificationStatus } from '#server/db/schema/notifications.ts'
import { DomainError } from '#server/errors.ts'

/** A delivery as the actions on a notification see it, under its lock. */
export interface LockedDelivery {
  id: string
  channel: Channel
  address: string
  templateKey: string
  /** Of what was sent before categories were kept: the template's. */
  category: string
  status: DeliveryStatus
  has_content: boolean
  /** Of the user that it is for. */
  userEmail: string | null
  /** It goes out in the digest of this one. */
  digestOf: string | null
}

export interface LockedNotification {
  id: string
  status: NotificationStatus
  trace_id: string
  is_erased: boolean
  /** The variables whose sensitive values are gone; null: none. */
  erased_values: string[] | null
  deliveries: LockedDelivery[]
}

/**
 * Locks a notification's deliveries, with those whose digests they are in, and then itself: the order in which outcomes
 * are recorded, so that the two can't deadlock. Throws `not_found`.
 */
export async function lockNotification(tx: postgres.ISql, id: string): Promise<LockedNotification> {
  const own = await tx<{ id: string; digest_of: string | null }[]>`
    select id, digest_of from deliveries where notification_id = ${id}`
  const ids = own.flatMap((one) => (one.digest_of ? [one.id, one.digest_of] : [one.id]))
  await tx`select 1 from deliveries where id = any(${ids}::uuid[]) order by id for update`
  const [found] = await tx<Omit<LockedNotification, 'deliveries'>[]>`
    select id, status, trace_id, erased_at is not null as is_erased, sensitive_erased as erased_values from notifications where id = ${id} for update`
  if (!found) throw new DomainError('not_found', 'There is no notification with this id.')
  const deliveries = await tx<LockedDelivery[]>`
    select d.id, d.channel, d.address, d.template_key as "templateKey", d.status,
      coalesce(d.category, (select t.category from templates t where t.key = d.template_key), '') as category,
      exists (select 1 from delivery_contents c where c.delivery_id = d.id) as has_content,
      (select u.email from users u where u.id = d.user_id) as "userEmail", d.digest_of as "digestOf"
    from deliveries d where d.notification_id = ${id} order by d.id`
  return { ...found, deliveries }
}

/** A notification's status, as the transaction sees it now. */
export async function statusOf(tx: postgres.ISql, id: string): Promise<NotificationStatus> {
  const [row] = await tx<{ status: NotificationStatus }[]>`select status from notifications where id = ${id}`
  if (!row) throw new DomainError('not_found', 'There is no notification with this id.')
  return row.status
}

/** Writes the audit log's line, on the transaction of what was done. */
export async function audit(
  tx: postgres.ISql,
  ctx: Context,
  entry: { action: string; targetId: string; detail: Record<string, unknown> },
): Promise<void> {
  const { actor, actorName } = actorLabel(ctx.actor)
  await tx`insert into audit_log (id, actor, actor_name, action, target_id, detail, at)
    values (${newId()}, ${actor}, ${actorName}, ${entry.action}, ${entry.targetId},
      ${JSON.stringify(entry.detail)}::text::jsonb, ${ctx.clock.now().toISOString()}::timestamptz)`
}
