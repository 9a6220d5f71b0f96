import type postgres from 'postgres'
import type { Database } from '#server/db/client.ts'
import { lowestIdSince } from '#server/db/ids.ts'
import type { Channel } from '#server/db/schema/deliveries.ts'
import type { SourceKind } from '#server/db/schema/notifications.ts'
import { expiredText } from '#server/planning/words.ts'
import { enqueueDue } from '#server/queue/enqueue.ts'
import { digestData } from './digest-data.ts'
import type { LeasedDelivery } from './lease.ts'

interface Member {
  id: string
  digest_of: string
  notification_id: string
  expires_at: string | null
  source: SourceKind
  payload: Record<string, unknown>
}

/** Of a digest that was closed: the data of its events in order, and how many of them are of others. */
export interface Closed {
  items: Record<string, unknown>[]
  members: number
}

/**
 * Closes the digests that these deliveries are the first of, once whoever joins them just now has done so, and reads what
 * is in them. Members whose time is over are withheld. Safe to repeat: closed, nothing joins any more.
 */
export async function closeDigests(
  { sql }: Database,
  firsts: readonly LeasedDelivery[],
  now: Date,
): Promise<Map<string, Closed>> {
  const ids = firsts.map(({ id }) => id)
  await sql.begin((tx) => endDigests(tx, ids))
  const members = await sql<Member[]>`
    select m.id, m.digest_of, m.notification_id, m.expires_at, n.source, n.payload
    from deliveries m join notifications n on n.id = m.notification_id
    where m.digest_of = any(${ids}::uuid[]) and m.id >= ${lowestIdSince(ids)} and m.status in ('QUEUED', 'HELD') and n.erased_at is null
    order by m.id`
  const over = members.filter((one) => isOver(one, now))
  if (over.length > 0) {
    const notifications = [...new Set(over.map(({ notification_id }) => notification_id))]
    await sql.begin(async (tx) => {
      await withholdExpired(tx, over, now)
      await tx`select refresh_notification_status(${notifications}::uuid[], ${now.toISOString()}::timestamptz)`
    })
  }
  return new Map(
    firsts.map(({ id, notification_id, source, payload }) => {
      const own = members.filter((one) => one.digest_of === id && !over.includes(one))
      const events = [{ notification_id, source, payload }, ...own]
      // In the order in which they were accepted, which is not that of their planning.
      const { items } = digestData(
        events.toSorted((a, b) => (a.notification_id < b.notification_id ? -1 : 1)),
      )
      return [id, { items, members: own.length }]
    }),
  )
}

/** In the order in which planning locks them. */
async function lockDigests(tx: postgres.ISql, firsts: readonly string[]): Promise<void> {
  await tx`select 1 from digests where delivery_id = any(${firsts as string[]}::uuid[])
    order by workflow_id, recipient, channel for update`
}

/**
 * Nothing joins these digests any more, once whoever joins them just now has done so. On the transaction that ends their
 * first ones, before statuses are refreshed: what joined later would wait for ever.
 */
export async function endDigests(tx: postgres.ISql, firsts: readonly string[]): Promise<void> {
  if (firsts.length === 0) return
  await lockDigests(tx, firsts)
  await tx`update digests set closed = true where delivery_id = any(${firsts as string[]}::uuid[])`
}

const isOver = ({ expires_at }: Pick<Member, 'expires_at'>, now: Date) =>
  expires_at !== null && new Date(expires_at) <= now

async function withholdExpired(
  tx: postgres.ISql,
  over: readonly Pick<Member, 'id' | 'expires_at'>[],
  now: Date,
): Promise<void> {
  if (over.length === 0) return
  const rows = over.map(({ id, expires_at }) => ({
    id,
    reason_text: expiredText(new Date(expires_at ?? now)),
  }))
  await tx`update deliveries d set status = 'WITHHELD', reason = 'expired', reason_text = x.reason_text
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as x(id uuid, reason_text text)
    where d.id = x.id and d.status in ('QUEUED', 'HELD')`
}

/** A digest that is held on stays open until then, for events to join it. On the caller's transaction. */
export async function holdDigests(
  tx: postgres.ISql,
  firsts: readonly { id: string; dueAt: Date }[],
): Promise<void> {
  if (firsts.length === 0) return
  await lockDigests(
    tx,
    firsts.map(({ id }) => id),
  )
  const rows = firsts.map(({ id, dueAt }) => ({ id, due_at: dueAt.toISOString() }))
  await tx`update digests g set due_at = x.due_at
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as x(id uuid, due_at timestamptz)
    where g.delivery_id = x.id and not g.closed`
}

/**
 * When the first of a digest is taken back, the oldest that still waits takes its place, due when it was; without one the
 * digest is over. On the caller's transaction. Answers the notifications of those that have expired meanwhile: the caller
 * refreshes their status with the others'.
 */
export async function passOnDigests(
  tx: postgres.ISql,
  firsts: readonly string[],
  now: Date,
): Promise<string[]> {
  if (firsts.length === 0) return []
  await lockDigests(tx, firsts)
  const waiting = await tx<(Omit<Member, 'source' | 'payload'> & { channel: Channel; due_at: string })[]>`
    select id, digest_of, notification_id, expires_at, channel, due_at from deliveries
    where digest_of = any(${firsts as string[]}::uuid[]) and id >= ${lowestIdSince(firsts)} and status in ('QUEUED', 'HELD')
    order by id for update`
  const over = waiting.filter((one) => isOver(one, now))
  await withholdExpired(tx, over, now)
  const heirs = new Map<string, (typeof waiting)[number]>()
  for (const one of waiting) {
    if (!over.includes(one) && !heirs.has(one.digest_of)) heirs.set(one.digest_of, one)
  }
  for (const [first, heir] of heirs) {
    await tx`update deliveries set digest_of = case when id <> ${heir.id} then ${heir.id}::uuid end, is_digest = id = ${heir.id}
      where digest_of = ${first} and id >= ${lowestIdSince([first])} and status in ('QUEUED', 'HELD')`
    await tx`update digests set delivery_id = ${heir.id} where delivery_id = ${first}`
  }
  await tx`delete from digests where delivery_id = any(${firsts as string[]}::uuid[])`
  await enqueueDue(
    tx,
    [...heirs.values()].map(({ id, channel, due_at }) => ({ id, channel, dueAt: new Date(due_at) })),
  )
  return over.map(({ notification_id }) => notification_id)
}
