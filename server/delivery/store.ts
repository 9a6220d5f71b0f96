import type { Database } from '#server/db/client.ts'
import { idBounds } from '#server/db/ids.ts'
import type { AttemptOutcome, Channel, DeliveryStatus } from '#server/db/schema/deliveries.ts'
import type { SourceKind } from '#server/db/schema/notifications.ts'
import type { SuppressionReason } from '#server/db/schema/suppressions.ts'
import { byDueTime, enqueueDeliveries } from '#server/queue/enqueue.ts'
import { essentialCategories } from '#server/suppressions/categories.ts'
import type { EmailProvider } from './providers/provider.ts'

// The statements of delivering. Times go as ISO text; each works on many deliveries at once.

/** Error codes of attempts after which the mail may be on its way. */
const MAY_HAVE_TAKEN = ['timeout', 'connection_lost', 'interrupted', 'bug', 'http_504']

/** A delivery that this worker holds the lease of, with what rendering needs. */
export interface LeasedDelivery {
  id: string
  notification_id: string
  trace_id: string
  workflow_id: string | null
  channel: Channel
  address: string
  template_key: string
  template_version: number
  locale: string
  sender: string | null
  reply_to: string | null
  tries_used: number
  attempt_count: number
  /** Not to be sent after. */
  expires_at: string | null
  /** Its address must not be sent to. */
  suppressed: { reason: SuppressionReason; detail: string | null; since: string } | null
  /** The provider of the last try after which the mail may be on its way all the same; null: there is none. */
  doubtful_at: EmailProvider['name'] | null
  /** Since when it waits for a provider: its making, or for an old one its last retry by hand. */
  waiting_since: string
  event_type: string | null
  source: SourceKind
  payload: Record<string, unknown>
  user_name: string | null
  user_timezone: string | null
  user_id: string | null
  /** Null before the first attempt; every later one sends the same. */
  content: Content | null
}

/** What is sent, as it is sent. */
export interface Content {
  from: string
  reply_to: string | null
  subject: string
  html: string
  text: string
  headers: Record<string, string>
  content_hash: string
}

/** Whether the suppression `s` means the delivery `d`: who unsubscribed still gets what is essential. */
const isMeant = (
  sql: Database['sql'],
) => sql`(s.reason <> 'unsubscribed' or not exists (select 1 from templates t
  where t.key = d.template_key and t.category = any(${essentialCategories as string[]}::text[])))`

/** Leases those of `ids` that are due, wanted and free: no two workers have the same delivery. HELD ends with it. */
export async function leaseDeliveries(
  { sql }: Database,
  ids: readonly string[],
  lease: { workerId: string; now: Date; until: Date },
): Promise<LeasedDelivery[]> {
  const { low, high } = idBounds(ids)
  const now = lease.now.toISOString()
  return sql<LeasedDelivery[]>`
    with due as materialized (
      select id from deliveries
      where id = any(${ids as string[]}::uuid[]) and id between ${low} and ${high} and status in ('QUEUED', 'HELD')
        and due_at <= ${now}::timestamptz and (leased_until is null or leased_until < ${now}::timestamptz)
      order by id for update skip locked
    ), leased as (
      update deliveries d set status = 'QUEUED', leased_until = ${lease.until.toISOString()}::timestamptz,
        leased_by = ${lease.workerId}
      from due where d.id = due.id and d.id between ${low} and ${high}
      returning d.*
    )
    select d.id, d.notification_id, d.trace_id, d.workflow_id, d.channel, d.address, d.template_key, d.template_version, d.locale,
      d.sender, d.reply_to, d.tries_used, d.attempt_count, d.expires_at,
      (select jsonb_build_object('reason', s.reason, 'detail', s.detail, 'since', s.created_at) from suppressions s
        where s.channel = d.channel and s.address = lower(d.address) and ${isMeant(sql)}) as suppressed, case when d.attempt_count > 0 then (select a.provider from attempts a
        where a.delivery_id = d.id and a.error_code = any(${MAY_HAVE_TAKEN}::text[])
        order by a.number desc limit 1) end as doubtful_at,
      n.event_type, n.source, n.payload,
      greatest(d.created_at, case when d.created_at < ${now}::timestamptz - interval '1 day' then (select max(at)
        from audit_log where target_id = d.notification_id::text and action = 'notification.retry') end) as waiting_since,
      d.user_id, u.name as user_name, u.timezone as user_timezone,
      (select to_jsonb(c) - 'delivery_id' from delivery_contents c where c.delivery_id = d.id) as content
    from leased d join notifications n on n.id = d.notification_id left join users u on u.id = d.user_id`
}

export interface Start {
  attemptId: string
  deliveryId: string
  workerId: string
  provider: string
  templateVersion: number | null
  startedAt: Date
  leasedUntil: Date
  /** With the first attempt only. */
  content: Content | null
}

/**
 * Immediately before the call: SENDING, the attempt's row, and with the first attempt the content. Answers for each
 * the attempt's number, or null if it is no longer ours to send (cancelled, suppressed, or the lease was lost).
 */
export async function startAttempts({ sql }: Database, starts: readonly Start[]): Promise<(number | null)[]> {
  const { low, high } = idBounds(starts.map(({ deliveryId }) => deliveryId))
  const rows = starts.map((start) => ({
    attempt_id: start.attemptId,
    delivery_id: start.deliveryId,
    worker_id: start.workerId,
    provider: start.provider,
    template_version: start.templateVersion,
    started_at: start.startedAt.toISOString(),
    leased_until: start.leasedUntil.toISOString(),
    content: start.content,
  }))
  const started = await sql<{ attempt_id: string; number: number }[]>`
    with input as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}::text::json) as x(attempt_id uuid, delivery_id uuid,
        worker_id text, provider text, template_version integer, started_at timestamptz, leased_until timestamptz,
        content jsonb)
    ), started as (
      update deliveries d set status = 'SENDING', provider = x.provider, attempt_count = d.attempt_count + 1,
        leased_until = x.leased_until, template_version = coalesce(x.template_version, d.template_version)
      from input x
      where d.id = x.delivery_id and d.id between ${low} and ${high} and d.status in ('QUEUED', 'HELD')
        and d.leased_by = x.worker_id and not exists (select 1 from suppressions s
          where s.channel = d.channel and s.address = lower(d.address) and ${isMeant(sql)})
      returning d.id, d.notification_id, d.trace_id, d.attempt_count, x.attempt_id
    ), tried as (
      insert into attempts (id, delivery_id, notification_id, trace_id, number, provider, outcome, started_at)
      select x.attempt_id, s.id, s.notification_id, s.trace_id, s.attempt_count, x.provider, 'sending', x.started_at
      from started s join input x on x.attempt_id = s.attempt_id
    ), kept as (
      insert into delivery_contents (delivery_id, "from", reply_to, subject, html, text, headers, content_hash)
      select s.id, c."from", c.reply_to, c.subject, c.html, c.text, c.headers, c.content_hash
      from started s join input x on x.attempt_id = s.attempt_id,
        jsonb_to_record(x.content) as c("from" text, reply_to text, subject text, html text, text text,
          headers jsonb, content_hash text)
      where x.content is not null
      on conflict (delivery_id) do nothing
    )
    select attempt_id, attempt_count as number from started`
  const numbers = new Map(started.map(({ attempt_id, number }) => [attempt_id, number]))
  return starts.map(({ attemptId }) => numbers.get(attemptId) ?? null)
}

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
  const finished = [...new Set(outcomes.map(({ notificationId }) => notificationId))]
  await sql.begin((tx) => [
    tx`with input as materialized (
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
      and (d.status in ('SENDING', 'UNKNOWN') or (d.status = 'QUEUED' and x.status = 'SENT'))`,
    ...byDueTime(again).map(({ channel, dueAt, ids }) => enqueueDeliveries(tx, channel, ids, dueAt)),
    tx`select refresh_notification_status(${finished}::uuid[], ${now.toISOString()}::timestamptz)`,
  ])
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
  const jobs = byDueTime(deliveries.map(({ id, channel }) => ({ id, channel, dueAt })))
  const notifications = [...new Set(deliveries.map(({ notification_id }) => notification_id))]
  await sql.begin((tx) => [
    tx`update deliveries set due_at = ${dueAt.toISOString()}::timestamptz, leased_until = null, leased_by = null,
        reason = ${reason.code}, reason_text = ${reason.text}
      where id = any(${ids}::uuid[]) and id between ${low} and ${high} and status in ('QUEUED', 'HELD')`,
    ...jobs.map((job) => enqueueDeliveries(tx, job.channel, job.ids, job.dueAt)),
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
  const notifications = [...new Set(ended.map(({ notificationId }) => notificationId))]
  await sql.begin((tx) => [
    tx`update deliveries d set status = x.status, reason = x.reason, reason_text = x.reason_text,
        fingerprint = x.fingerprint, leased_until = null, leased_by = null
      from json_to_recordset(${JSON.stringify(rows)}::text::json)
        as x(id uuid, status text, reason text, reason_text text, fingerprint text)
      where d.id = x.id and d.id between ${low} and ${high} and d.status in ('QUEUED', 'HELD')`,
    tx`select refresh_notification_status(${notifications}::uuid[], ${now.toISOString()}::timestamptz)`,
  ])
}
