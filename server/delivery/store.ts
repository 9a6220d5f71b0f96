import type { Database } from '#server/db/client.ts'
import { idBounds } from '#server/db/ids.ts'
import type { AttemptOutcome, Channel, DeliveryStatus } from '#server/db/schema/deliveries.ts'
import { enqueueDue } from '#server/queue/enqueue.ts'
import { endDigests, holdDigests, passOnDigests } from './digest.ts'
import { settleFallbacks } from './fallback.ts'
import { type LeasedDelivery, lookOf } from './lease.ts'

export type { Content, LeasedDelivery } from './lease.ts'

// What becomes of leased deliveries. Times go as ISO text; each statement works on many deliveries at once.

export interface Outcome {
  deliveryId: string
  notificationId: string
  channel: Channel
  attempt: {
    id: string
    number: number
    outcome: AttemptOutcome
    durationMs: number
    providerMessageId: string | null
    errorCode: string | null
    error: string | null
  }
  next: {
    status: DeliveryStatus
    dueAt: Date | null
    triesUsed: number
    reason: string | null
    reasonText: string | null
    fingerprint: string | null
    sentAt: Date | null
    /** The worker goes on with it at once (the next provider): it keeps the lease, and no job is made. */
    keepLease: boolean
  }
}

/**
 * Records outcomes and what follows from them in one transaction: attempt, delivery, the next due time with its job,
 * and the notification's status. An outcome that arrives after the lease ran out still counts, as long as no later
 * attempt was made; what turns out to be sent is not sent again.
 */
export async function recordOutcomes(
  { sql }: Database,
  outcomes: readonly Outcome[],
  now: Date,
): Promise<void> {
  const { low, high } = idBounds(outcomes.map(({ deliveryId }) => deliveryId))
  const attemptBounds = idBounds(outcomes.map(({ attempt }) => attempt.id))
  const rows = outcomes.map(({ deliveryId, attempt, next }) => ({
    delivery_id: deliveryId,
    attempt_id: attempt.id,
    number: attempt.number,
    outcome: attempt.outcome,
    duration_ms: attempt.durationMs,
    provider_message_id: attempt.providerMessageId,
    error_code: attempt.errorCode,
    error: attempt.error?.slice(0, 2000) ?? null,
    status: next.status,
    due_at: next.dueAt?.toISOString() ?? null,
    tries_used: next.triesUsed,
    reason: next.reason,
    reason_text: next.reasonText,
    fingerprint: next.fingerprint,
    sent_at: next.sentAt?.toISOString() ?? null,
    keep_lease: next.keepLease,
  }))
  const again = outcomes.flatMap(({ deliveryId, channel, next }) =>
    next.dueAt && !next.keepLease ? [{ id: deliveryId, channel, dueAt: next.dueAt }] : [],
  )
  const finished = notificationsOf(outcomes)
  const failed = outcomes.filter(({ next }) => next.status === 'FAILED')
  await sql.begin(async (tx) => {
    const recorded = tx`with input as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}::text::json) as x(delivery_id uuid, attempt_id uuid,
        number integer, outcome text, duration_ms integer, provider_message_id text, error_code text, error text,
        status text, due_at timestamptz, tries_used integer, reason text, reason_text text, fingerprint text,
        sent_at timestamptz, keep_lease boolean)
    ), tried as (
      update attempts a set outcome = x.outcome, duration_ms = x.duration_ms, error_code = x.error_code,
        error = x.error, provider_message_id = x.provider_message_id
      from input x where a.id = x.attempt_id and a.id between ${attemptBounds.low} and ${attemptBounds.high}
    )
    update deliveries d set status = x.status, due_at = coalesce(x.due_at, d.due_at), tries_used = x.tries_used,
      reason = coalesce(x.reason, case when x.status = 'SENT' then null else d.reason end),
      reason_text = x.reason_text, fingerprint = x.fingerprint, sent_at = coalesce(x.sent_at, d.sent_at),
      provider_message_id = x.provider_message_id,
      leased_until = case when x.keep_lease then d.leased_until end,
      leased_by = case when x.keep_lease then d.leased_by end
    from input x
    where d.id = x.delivery_id and d.id between ${low} and ${high} and d.attempt_count = x.number
      and (d.status in ('SENDING', 'UNKNOWN') or (d.status = 'QUEUED' and x.status = 'SENT'))`
    const refreshed = tx`select refresh_notification_status(${finished}::uuid[], ${now.toISOString()}::timestamptz)`
    await Promise.all([
      recorded,
      ...(again.length > 0 ? [enqueueDue(tx, again)] : []),
      ...(failed.length === 0 ? [refreshed] : []),
    ])
    if (failed.length === 0) return
    await settleFallbacks(tx, notificationsOf(failed), now)
    await refreshed
  })
}

const notificationsOf = (items: readonly { notificationId: string }[]): string[] => [
  ...new Set(items.map(({ notificationId }) => notificationId)),
]

/**
 * Puts back what is to wait until a time, with a reason for people: HELD again. Where the recipient chose anew since it was
 * looked at, it is due now, to be looked at again. A digest stays open as long.
 */
export async function holdOn(
  { sql }: Database,
  held: readonly { delivery: LeasedDelivery; until: Date; reason: string; reasonText: string }[],
  workerId: string,
  now: Date,
): Promise<void> {
  const { low, high } = idBounds(held.map(({ delivery }) => delivery.id))
  const rows = held.map(({ delivery, until, reason, reasonText }) => ({
    ...{ id: delivery.id, look: delivery.look, due_at: until.toISOString(), reason, reason_text: reasonText },
  }))
  const users = [...new Set(held.flatMap(({ delivery }) => delivery.user_id ?? []))]
  const notifications = [...new Set(held.map(({ delivery }) => delivery.notification_id))]
  await sql.begin(async (tx) => {
    // Whoever changes their preferences has this lock, and then sets free what is held: it must see this.
    await tx`select 1 from users where id = any(${users}::uuid[]) order by id for share`
    const done = await tx<{ id: string; channel: Channel; due_at: string; is_digest: boolean }[]>`
      update deliveries d set status = 'HELD', reason = x.reason, reason_text = x.reason_text, leased_until = null,
        leased_by = null, due_at = case when ${lookOf(tx)} = x.look then x.due_at else ${now.toISOString()}::timestamptz end
      from json_to_recordset(${JSON.stringify(rows)}::text::json)
        as x(id uuid, look text, due_at timestamptz, reason text, reason_text text)
      where d.id = x.id and d.id between ${low} and ${high} and d.status = 'QUEUED' and d.leased_by = ${workerId}
      returning d.id, d.channel, d.due_at, d.is_digest`
    const due = done.map(({ due_at, ...one }) => ({ ...one, dueAt: new Date(due_at) }))
    await holdDigests(
      tx,
      due.filter((one) => one.is_digest),
    )
    await enqueueDue(tx, due)
    await tx`select refresh_notification_status(${notifications}::uuid[], ${now.toISOString()}::timestamptz)`
  })
}

/** Puts back what was leased but never called, to be due at `dueAt`, with a reason for people. */
export async function postpone(
  { sql }: Database,
  deliveries: readonly LeasedDelivery[],
  dueAt: Date,
  reason: { code: string; text: string },
): Promise<void> {
  const ids = deliveries.map(({ id }) => id)
  const { low, high } = idBounds(ids)
  const notifications = [...new Set(deliveries.map(({ notification_id }) => notification_id))]
  await sql.begin((tx) => [
    tx`update deliveries set due_at = ${dueAt.toISOString()}::timestamptz, leased_until = null, leased_by = null,
        reason = ${reason.code}, reason_text = ${reason.text}
      where id = any(${ids}::uuid[]) and id between ${low} and ${high} and status in ('QUEUED', 'HELD')`,
    enqueueDue(
      tx,
      deliveries.map(({ id, channel }) => ({ id, channel, dueAt })),
    ),
    // What was held until now is no longer SCHEDULED.
    tx`select refresh_notification_status(${notifications}::uuid[], ${dueAt.toISOString()}::timestamptz)`,
  ])
}

/** Ends deliveries before any call: they turned out not to be wanted (WITHHELD) or can't be rendered (FAILED). */
export async function endDeliveries(
  { sql }: Database,
  ended: readonly {
    id: string
    notificationId: string
    status: 'WITHHELD' | 'FAILED'
    reason: string
    reasonText: string
    fingerprint: string | null
    /** Of the first of a digest: it goes for all, or `passed_on`: the others go without it. */
    digest: 'ended' | 'passed_on' | null
  }[],
  now: Date,
): Promise<void> {
  const { low, high } = idBounds(ended.map(({ id }) => id))
  const rows = ended.map(({ id, status, reason, reasonText, fingerprint }) => ({
    id,
    status,
    reason,
    reason_text: reasonText,
    fingerprint,
  }))
  const notifications = notificationsOf(ended)
  await sql.begin(async (tx) => {
    await tx`update deliveries d set status = x.status, reason = x.reason, reason_text = x.reason_text,
        fingerprint = x.fingerprint, leased_until = null, leased_by = null
      from json_to_recordset(${JSON.stringify(rows)}::text::json)
        as x(id uuid, status text, reason text, reason_text text, fingerprint text)
      where d.id = x.id and d.id between ${low} and ${high} and d.status in ('QUEUED', 'HELD')`
    const firsts = (digest: 'ended' | 'passed_on') =>
      ended.flatMap((one) => (one.digest === digest ? [one.id] : []))
    await endDigests(tx, firsts('ended'))
    const touched = [...notifications, ...(await passOnDigests(tx, firsts('passed_on'), now))]
    await settleFallbacks(tx, notifications, now)
    await tx`select refresh_notification_status(${touched}::uuid[], ${now.toISOString()}::timestamptz)`
  })
}
