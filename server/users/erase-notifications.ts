import type postgres from 'postgres'
import type { Database } from '#server/db/client.ts'
import { idBounds, lowestIdSince } from '#server/db/ids.ts'
import { passOnDigests } from '#server/delivery/digest.ts'

const ERASED = 'The personal data of this notification was erased.'

/**
 * Takes everything personal out of these notifications and cancels what of them has not gone out. Rows, ids, times and
 * statuses stay, so that counts stay true; so do the ids of orders and correlation. Answers which ones were erased:
 * all but those that have a delivery in a call, or were planned, just now. What was erased before may be erased again.
 */
export function eraseNotifications(db: Database, ids: readonly string[], now: Date): Promise<string[]> {
  return db.sql.begin(async (tx) => {
    const { low, high } = idBounds(ids)
    const since = lowestIdSince(ids)
    // Deliveries before notifications: the order in which outcomes are recorded, so that the two can't deadlock.
    const deliveries = await tx<{ id: string; notification_id: string; status: string }[]>`
      select id, notification_id, status from deliveries
      where notification_id = any(${ids as string[]}::uuid[]) and id >= ${since} order by id for update`
    const inCall = new Set(
      deliveries.flatMap((one) => (one.status === 'SENDING' ? [one.notification_id] : [])),
    )
    const idle = ids.filter((id) => !inCall.has(id))
    await tx`select 1 from notifications where id = any(${idle}::uuid[]) and id between ${low} and ${high}
      order by id for update`
    // Whoever planned them while we waited for that lock made deliveries that we have not got.
    const planned = await tx<{ notification_id: string }[]>`
      select distinct notification_id from deliveries where notification_id = any(${idle}::uuid[])
        and id >= ${since} and id <> all(${deliveries.map(({ id }) => id)}::uuid[])`
    const left = new Set([...inCall, ...planned.map((one) => one.notification_id)])
    const mine = ids.filter((id) => !left.has(id))
    const made = deliveries.flatMap((one) => (left.has(one.notification_id) ? [] : [one.id]))
    await cancel(tx, mine, made, now)
    await eraseDeliveries(tx, made)
    await tx`update attempts set error = null
      where notification_id = any(${mine}::uuid[]) and id >= ${since} and error is not null`
    await tx`update notifications set payload = '{}', user_id = null, recipient = null, customer_id = null,
        addressee = null, error_message = null, plan = null, status_reason = ${ERASED},
        erased_at = coalesce(erased_at, ${now.toISOString()}::timestamptz)
      where id = any(${mine}::uuid[]) and id between ${low} and ${high}`
    return mine
  })
}

async function cancel(
  tx: postgres.TransactionSql,
  ids: readonly string[],
  deliveries: readonly string[],
  now: Date,
): Promise<void> {
  const all = idBounds(ids)
  const bounds = idBounds(deliveries)
  const cancelled = await tx<{ id: string; notification_id: string; is_digest: boolean }[]>`
    update deliveries set status = 'CANCELLED', reason = 'erased', leased_until = null, leased_by = null
    where id = any(${deliveries as string[]}::uuid[]) and id between ${bounds.low} and ${bounds.high}
      and status in ('QUEUED', 'HELD')
    returning id, notification_id, is_digest`
  // What else was collected is not lost with it.
  const firsts = cancelled.flatMap((one) => (one.is_digest ? [one.id] : []))
  const expired = await passOnDigests(tx, firsts, now)
  const touched = [...new Set([...cancelled.map(({ notification_id }) => notification_id), ...expired])]
  await tx`select refresh_notification_status(${touched}::uuid[], ${now.toISOString()}::timestamptz)`
  await tx`update notifications set status = 'CANCELLED'
    where id = any(${ids as string[]}::uuid[]) and id between ${all.low} and ${all.high} and status = 'PENDING'`
}

/** Addresses of one notification stay apart by a number: its status counts the newest delivery of each. */
async function eraseDeliveries(tx: postgres.TransactionSql, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { low, high } = idBounds(ids)
  await tx`
    update deliveries d set address = case when d.address = '' then '' else 'erased-' || numbered.number end,
      user_id = null, reason_text = null, fingerprint = null
    from (
      select id, dense_rank() over (partition by notification_id order by address) as number from deliveries
      where id = any(${ids as string[]}::uuid[]) and id between ${low} and ${high}
    ) numbered
    where d.id = numbered.id and d.id between ${low} and ${high}`
  await tx`delete from delivery_contents
    where delivery_id = any(${ids as string[]}::uuid[]) and delivery_id between ${low} and ${high}`
  await tx`delete from inbox_messages where delivery_id = any(${ids as string[]}::uuid[])`
  await tx`update provider_events set detail = detail || '{"words":null}' where delivery_id = any(${ids as string[]}::uuid[])`
}
