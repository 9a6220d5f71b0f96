import type postgres from 'postgres'
import type { Database } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import type { Channel, DeliveryStatus } from '#server/db/schema/deliveries.ts'
import { settleFallbacks } from '#server/delivery/fallback.ts'
import { fingerprint } from '#server/delivery/next-step.ts'
import type { FeedbackEvent, FeedbackKind } from './event.ts'
import { type Verdict, verdictOf } from './verdict.ts'

/** Of these the outcome of the last call is recorded: feedback may change them. */
const SETTLED: DeliveryStatus[] = ['SENT', 'DELIVERED', 'BOUNCED', 'COMPLAINED', 'FAILED', 'UNKNOWN']
/** How long an event waits for its delivery; a provider knows our idempotency key for as long. */
const WAIT_MS = 24 * 60 * 60 * 1000
const AT_ONCE = 500
/** By these the recipient is known to have looked. */
const SEEN: FeedbackKind[] = ['opened', 'clicked']

export interface AppliedFeedback {
  /** `waiting`: it is about no mail of ours, or about one whose own outcome is not recorded yet. */
  outcome: 'applied' | 'repeated' | 'waiting'
  deliveryId: string | null
  status: DeliveryStatus | null
}

interface Delivery {
  id: string
  notification_id: string
  channel: Channel
  address: string
  status: DeliveryStatus
  provider_message_id: string | null
  template_key: string
  template_version: number
}

interface EventRow {
  id: string
  provider: FeedbackEvent['provider']
  type: string
  at: string
  detail: {
    kind: FeedbackKind
    words: string | null
    delivery_id: string | null
    message_id: string | null
  }
}

/**
 * Keeps an event, once, and lets it change its delivery, the notification's status and the suppressions, in one
 * transaction. What it changes follows from all events about that mail, so their order makes no difference.
 */
export async function applyFeedback(
  { sql }: Database,
  event: FeedbackEvent,
  now: Date,
): Promise<AppliedFeedback> {
  const detail: EventRow['detail'] = {
    kind: event.kind,
    words: event.words,
    delivery_id: event.deliveryId,
    message_id: event.messageId,
  }
  return sql.begin(async (tx) => {
    const kept = await tx`insert into provider_events (id, provider, type, at, received_at, detail)
      values (${event.id}, ${event.provider}, ${event.type}, ${event.at.toISOString()}::timestamptz,
        ${now.toISOString()}::timestamptz, ${JSON.stringify(detail)}::text::jsonb)
      ${newAfterItsCall(tx)} returning id`
    if (kept.length === 0) return { outcome: 'repeated', deliveryId: null, status: null }
    return settle(tx, event, now)
  })
}

/**
 * An event that is kept already is new if its delivery was called for since: a browser's receipts of two calls are alike,
 * and those of the first say nothing of the second (`eventsOf`).
 */
const newAfterItsCall = (sql: postgres.ISql) => sql`
  on conflict (provider, id) do update set at = excluded.at, received_at = excluded.received_at, delivery_id = null
  where provider_events.provider = 'webpush' and provider_events.received_at < (select max(a.started_at)
    from attempts a where a.delivery_id = (excluded.detail ->> 'delivery_id')::uuid)`

/**
 * Applies events that came before their delivery's own outcome was recorded, and forgets those that have waited for a
 * day: they are about nothing of ours. Answers how many were applied; what throws is thrown when all had their turn.
 */
export async function applyWaiting({ sql }: Database, now: Date): Promise<number> {
  const since = new Date(now.getTime() - WAIT_MS).toISOString()
  const ready = await sql<EventRow[]>`
    select e.id, e.provider, e.type, e.at, e.detail from provider_events e
    where e.delivery_id is null and e.received_at > ${since}::timestamptz and (
      exists (select 1 from deliveries d where d.id = (e.detail->>'delivery_id')::uuid
        and d.provider = e.provider and ${canBeTold(sql)})
      or exists (select 1 from deliveries d where d.provider_message_id = e.detail->>'message_id'
        and d.provider = e.provider and ${canBeTold(sql)}))
    order by e.received_at limit ${AT_ONCE}`
  let applied = 0
  const failures: unknown[] = []
  for (const row of ready) {
    await sql
      .begin((tx) => settle(tx, toEvent(row), now))
      .then(
        ({ outcome }) => {
          if (outcome === 'applied') applied++
        },
        (error: unknown) => failures.push(error),
      )
  }
  await sql`delete from provider_events where delivery_id is null and received_at <= ${since}::timestamptz`
  if (failures.length > 0) throw failures[0]
  return applied
}

const toEvent = ({ detail, at, ...row }: EventRow): FeedbackEvent => ({
  ...row,
  at: new Date(at),
  kind: detail.kind,
  words: detail.words,
  deliveryId: detail.delivery_id,
  messageId: detail.message_id,
})

async function settle(
  tx: postgres.TransactionSql,
  event: FeedbackEvent,
  now: Date,
): Promise<AppliedFeedback> {
  const delivery = await lockDelivery(tx, event)
  if (!delivery) return { outcome: 'waiting', deliveryId: null, status: null }
  await tx`update provider_events set delivery_id = ${delivery.id}
    where provider = ${event.provider} and id = ${event.id}`
  // After the lock: of two that come at once, the second sees the first.
  const told = await eventsOf(tx, delivery, event)
  const verdict = verdictOf(told)
  if (verdict) await change(tx, delivery, event, verdict)
  const isSeen = SEEN.includes(event.kind)
  if (isSeen) {
    await tx`update deliveries set seen_at = least(seen_at, ${event.at.toISOString()}::timestamptz)
      where id = ${delivery.id}`
  }
  if (verdict || isSeen) {
    await settleFallbacks(tx, [delivery.notification_id], now)
    await tx`select refresh_notification_status(${[delivery.notification_id]}::uuid[], ${now.toISOString()}::timestamptz)`
  }
  const { suppress } = verdictOf([event]) ?? {}
  if (suppress) await suppressAddress(tx, delivery, verdictOf([event, ...told]), now)
  return { outcome: 'applied', deliveryId: delivery.id, status: verdict?.status ?? delivery.status }
}

async function lockDelivery(tx: postgres.TransactionSql, event: FeedbackEvent): Promise<Delivery | null> {
  const [delivery] = await tx<Delivery[]>`
    select d.id, d.notification_id, d.channel, d.address, d.status, d.provider_message_id, d.template_key,
      d.template_version
    from deliveries d
    where ${event.deliveryId ? tx`d.id = ${event.deliveryId}` : tx`d.provider_message_id = ${event.messageId}`}
      and d.provider = ${event.provider} and ${canBeTold(tx)}
    for update`
  return delivery ?? null
}

/**
 * Of a delivery `d`: its own outcome is recorded, and it is the one of its digest that was sent. What was erased takes no
 * more words about the person.
 */
const canBeTold = (sql: postgres.ISql) => sql`d.status = any(${SETTLED}::text[]) and d.digest_of is null
  and not exists (select 1 from notifications n where n.id = d.notification_id and n.erased_at is not null)`

/** What was told of the mail that the delivery's last call made; a retry by hand may have made another. */
async function eventsOf(
  tx: postgres.TransactionSql,
  { id, provider_message_id }: Delivery,
  { provider }: FeedbackEvent,
): Promise<FeedbackEvent[]> {
  const rows = await tx<EventRow[]>`
    select e.id, e.provider, e.type, e.at, e.detail from provider_events e
    where e.delivery_id = ${id} and e.provider = ${provider} and case when e.detail->>'message_id' is null
      then e.received_at >= (select max(a.started_at) from attempts a where a.delivery_id = ${id})
      else e.detail->>'message_id' = coalesce(${provider_message_id}::text, e.detail->>'message_id') end`
  return rows.map(toEvent)
}

async function change(
  tx: postgres.TransactionSql,
  delivery: Delivery,
  event: FeedbackEvent,
  { status, reason, reasonText, at }: Verdict,
): Promise<void> {
  const { id, template_key, template_version, address } = delivery
  const group = reason && fingerprint(reason, template_key, template_version, address)
  const arrived = status === 'SENT' || status === 'DELIVERED' ? at.toISOString() : null
  await tx`update deliveries set status = ${status}, reason = ${reason}, reason_text = ${reasonText},
      fingerprint = ${group}, sent_at = coalesce(sent_at, ${arrived}::timestamptz),
      provider_message_id = coalesce(provider_message_id, ${event.messageId})
    where id = ${id}`
}

/**
 * What somebody else put on the list stays as it is; of the same delivery, the last word of all counts. Who unsubscribed
 * still gets what carries no link, so the worse takes its place, and every optional category is switched off instead.
 */
async function suppressAddress(
  tx: postgres.TransactionSql,
  { id, channel, address }: Delivery,
  verdict: Verdict | null,
  now: Date,
): Promise<void> {
  if (!verdict?.suppress) return
  await tx`insert into address_preferences as a (address, off, updated_at)
    select s.address, array(select key from categories where unsubscribable and not required order by key),
      ${now.toISOString()}::timestamptz
    from suppressions s
    where s.channel = ${channel} and s.address = lower(${address}) and s.reason = 'unsubscribed' for update
    on conflict (address) do update set updated_at = excluded.updated_at,
      off = array(select distinct key from unnest(a.off || excluded.off) as key order by key)`
  await tx`insert into suppressions as s (id, channel, address, reason, detail, delivery_id, created_at)
    values (${newId()}, ${channel}, lower(${address}), ${verdict.suppress}, ${verdict.words}, ${id},
      ${verdict.at.toISOString()}::timestamptz)
    on conflict (channel, address) do update set reason = excluded.reason, detail = excluded.detail,
      delivery_id = excluded.delivery_id, created_at = excluded.created_at
    where s.delivery_id = excluded.delivery_id or s.reason = 'unsubscribed'`
}
