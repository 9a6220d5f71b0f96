import type postgres from 'postgres'
import { categoryFinder } from '#server/categories/find.ts'
import type { Database } from '#server/db/client.ts'
import { idBounds } from '#server/db/ids.ts'
import type { Channel, Fallback } from '#server/db/schema/deliveries.ts'
import type { SourceKind } from '#server/db/schema/notifications.ts'
import type { SuppressionReason } from '#server/db/schema/suppressions.ts'
import type { PushOptions, RetryPolicy } from '#server/db/schema/workflows.ts'
import type { PlanCategory } from '#server/planning/types.ts'
import type { Preferences } from '#server/preferences/preferences.ts'
import { digestData } from './digest-data.ts'
import type { ProviderName } from './providers/provider.ts'

/** Error codes of attempts after which the message may be on its way. */
const MAY_HAVE_TAKEN = ['timeout', 'connection_lost', 'interrupted', 'bug', 'http_504']

/** A delivery that this worker holds the lease of, with what looking at it and rendering it need. */
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
  category: PlanCategory
  /** Goes out in quiet hours too; so does what its category says it of. */
  critical: boolean
  fallback: Fallback | null
  is_digest: boolean
  /** Its address is on the list; whether that holds is the category's (`stops`). */
  suppressed: { reason: SuppressionReason; detail: string | null; since: string } | null
  /** Null: no user, or one who chose nothing. */
  preferences: Preferences | null
  /** The category was switched off for this address, by somebody who was no user then. */
  is_opted_out: boolean
  /** Which versions of the rows these choices were read from: `startAttempts` refuses when there are newer ones. */
  look: string
  /** Of its workflow; null: none. */
  retry: RetryPolicy | null
  push: PushOptions | null
  /** Of the browser whose endpoint is the address; null: it is none, or has unsubscribed. */
  subscription: { p256dh: string; auth: string } | null
  /** The provider of the last try after which the message may be on its way all the same; null: there is none. */
  doubtful_at: ProviderName | null
  /** Since when it waits for a provider: its making, or for an old one its first try or its last retry by hand. */
  waiting_since: string
  event_type: string | null
  source: SourceKind
  payload: Record<string, unknown>
  user_name: string | null
  user_email: string | null
  user_timezone: string | null
  user_id: string | null
  /**
   * Of a workflow that collects: the data of each event that it lists, in their order; of its own alone, where it is not
   * collected. Of a digest they are read when it is closed (`closeDigests`). Null: its template takes the event as it is.
   */
  items: Record<string, unknown>[] | null
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

/** Whether the suppression `s` stops the delivery `d`: who unsubscribed still gets what carries no unsubscribe link. */
export const isStopped = (sql: postgres.ISql) => sql`(s.reason <> 'unsubscribed' or coalesce(
  (select c.unsubscribable and not c.required from categories c where c.key = coalesce(d.category,
    (select t.category from templates t where t.key = d.template_key))), true))`

/**
 * The versions of the user's, their preferences' and the opt-outs' rows, by the transactions that wrote them: exact,
 * whatever the clocks of several machines say.
 */
export const lookOf = (sql: postgres.ISql) => sql`concat_ws(' ',
  coalesce((select u.xmin::text from users u where u.id = d.user_id), '-'),
  coalesce((select p.xmin::text from preferences p where p.user_id = d.user_id), '-'),
  case when d.channel = 'email' then
    coalesce((select o.xmin::text from address_preferences o where o.address = lower(d.address)), '-') end)`

/** The same, of rows that are joined already. */
const lookAt = (
  sql: postgres.ISql,
) => sql`concat_ws(' ', coalesce(u.xmin::text, '-'), coalesce(p.xmin::text, '-'),
  case when d.channel = 'email' then coalesce(o.xmin::text, '-') end)`

/** What is read of the leased deliveries `d`. */
const columns = (sql: postgres.ISql, now: string) => sql`
  d.id, d.notification_id, d.trace_id, d.workflow_id, d.channel, d.address, d.template_key, d.template_version, d.locale,
  d.sender, d.reply_to, d.tries_used, d.attempt_count, d.expires_at, d.critical, d.fallback, d.is_digest,
  c.key as category_key, case when k.key is not null then jsonb_build_object('key', k.key, 'name', k.name,
    'required', k.required, 'defaults', jsonb_build_object('email', k.email_default, 'push', k.push_default),
    'unsubscribable', k.unsubscribable, 'critical', k.critical) end as category,
  (select jsonb_build_object('reason', s.reason, 'detail', s.detail, 'since', s.created_at) from suppressions s
    where s.channel = d.channel and s.address = lower(d.address)) as suppressed,
  case when p.user_id is not null then jsonb_build_object('emailEnabled', p.email_enabled,
    'pushEnabled', p.push_enabled, 'quietHoursStart', p.quiet_hours_start, 'quietHoursEnd', p.quiet_hours_end,
    'categories', p.categories) end as preferences,
  coalesce(c.key = any(o.off), false) as is_opted_out,
  ${lookAt(sql)} as look, w.retry, w.push, w.digest is not null as is_listed,
  case when d.channel = 'push' then (select jsonb_build_object('p256dh', b.p256dh, 'auth', b.auth)
    from push_subscriptions b where b.endpoint = d.address and b.user_id = d.user_id) end as subscription,
  case when d.attempt_count > 0 then (select a.provider from attempts a
    where a.delivery_id = d.id and a.error_code = any(${MAY_HAVE_TAKEN}::text[])
    order by a.number desc limit 1) end as doubtful_at,
  n.event_type, n.source, n.payload,
  case when d.created_at >= ${now}::timestamptz - interval '1 day' then d.created_at else coalesce(greatest(
    (select min(a.started_at) from attempts a where a.delivery_id = d.id), (select max(at)
    from audit_log where target_id = d.notification_id::text and action = 'notification.retry')), ${now}::timestamptz)
    end as waiting_since,
  d.user_id, u.name as user_name, u.email as user_email, u.timezone as user_timezone,
  (select to_jsonb(c) - 'delivery_id' from delivery_contents c where c.delivery_id = d.id) as content`

const joins = (sql: postgres.ISql) => sql`
  join notifications n on n.id = d.notification_id
  cross join lateral (select coalesce(d.category, (select t.category from templates t where t.key = d.template_key), '') as key) c
  left join categories k on k.key = c.key
  left join address_preferences o on d.channel = 'email' and o.address = lower(d.address)
  left join users u on u.id = d.user_id left join preferences p on p.user_id = d.user_id
  left join workflows w on w.id = d.workflow_id`

type Row = Omit<LeasedDelivery, 'category' | 'items'> & {
  category: PlanCategory | null
  category_key: string
  /** Its workflow collects. */
  is_listed: boolean
}

const unknownCategory = categoryFinder([])
const toLeased = ({ category, category_key, is_listed, ...row }: Row): LeasedDelivery => ({
  ...row,
  category: category ?? unknownCategory(category_key),
  items: is_listed || row.is_digest ? digestData([row]).items : null,
})

/**
 * Leases those of `ids` that are due, wanted and free: no two workers have the same delivery. HELD ends with it. What is
 * in another's digest is never sent itself.
 */
export async function leaseDeliveries(
  { sql }: Database,
  ids: readonly string[],
  lease: { workerId: string; channel: Channel; now: Date; until: Date },
): Promise<LeasedDelivery[]> {
  const { low, high } = idBounds(ids)
  const now = lease.now.toISOString()
  const rows = await sql<Row[]>`
    with due as materialized (
      select id from deliveries
      where id = any(${ids as string[]}::uuid[]) and id between ${low} and ${high} and status in ('QUEUED', 'HELD')
        and due_at <= ${now}::timestamptz and (leased_until is null or leased_until < ${now}::timestamptz)
        and digest_of is null and channel = ${lease.channel}
      order by id for update skip locked
    ), leased as (
      update deliveries d set status = 'QUEUED', leased_until = ${lease.until.toISOString()}::timestamptz,
        leased_by = ${lease.workerId}
      from due where d.id = due.id and d.id between ${low} and ${high}
      returning d.*
    )
    select ${columns(sql, now)} from leased d ${joins(sql)}`
  return rows.map(toLeased)
}

/** What is to be known of a leased delivery now; null: it is no longer this worker's to send. */
export async function readLeased(
  { sql }: Database,
  id: string,
  { workerId, now }: { workerId: string; now: Date },
): Promise<LeasedDelivery | null> {
  const rows = await sql<Row[]>`select ${columns(sql, now.toISOString())} from deliveries d ${joins(sql)}
    where d.id = ${id} and d.leased_by = ${workerId} and d.status = 'QUEUED'`
  return rows.map(toLeased)[0] ?? null
}
