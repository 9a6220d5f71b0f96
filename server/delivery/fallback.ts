import type postgres from 'postgres'
import { idBounds } from '#server/db/ids.ts'
import type { Channel, DeliveryStatus, Fallback } from '#server/db/schema/deliveries.ts'
import { enqueueByChannel } from '#server/queue/enqueue.ts'
import { endDigests } from './digest.ts'
import type { LeasedDelivery } from './lease.ts'

/** A delivery that another stands in for, as it is now. */
export interface Before {
  status: DeliveryStatus
  due_at: Date
  sent_at: Date | null
  seen_at: Date | null
  /** Its first try; null: none yet. */
  tried_at: Date | null
  /** No provider takes it for the moment. */
  provider_away: boolean
}

export type FallbackVerdict =
  | { kind: 'go' }
  | { kind: 'not_needed'; text: string }
  | { kind: 'wait'; until: Date }

const waiting: readonly DeliveryStatus[] = ['QUEUED', 'HELD', 'SENDING']
/** A report of spam came from somebody who had it. */
const arrived: readonly DeliveryStatus[] = ['DELIVERED', 'COMPLAINED']
const sent: readonly DeliveryStatus[] = ['SENT', 'UNKNOWN', ...arrived]
/** For a call that is on its way just now. */
const SOON_MS = 30_000
const NOT_NEEDED = {
  delivered: 'It was delivered on another channel.',
  seen: 'It was seen on another channel.',
} as const

/**
 * Whether a delivery is to stand in for those before it. One that arrived, or was seen, is enough; none that was sent has
 * had less than its time. While none was sent, what waits for its own time is waited for; what failed once, or finds no
 * provider, has its time from the first try on: retries may take a day. Pure.
 */
export function standsIn(
  { unless, afterS }: Fallback,
  before: readonly Before[],
  now: Date,
): FallbackVerdict {
  const isEnough = (one: Before) =>
    one.seen_at !== null ||
    (arrived.includes(one.status) && (unless === 'delivered' || one.status === 'COMPLAINED'))
  if (before.some(isEnough)) return { kind: 'not_needed', text: NOT_NEEDED[unless] }
  const went = before.filter(({ status }) => sent.includes(status))
  const later = (at: Date, soonest: number) => new Date(Math.max(at.getTime() + afterS * 1000, soonest))
  const until =
    went.length > 0
      ? latest(went.map(({ sent_at, due_at }) => later(sent_at ?? due_at, 0)))
      : latest(
          before
            .filter(({ status, provider_away }) => waiting.includes(status) && !provider_away)
            .map(({ status, due_at, tried_at }) =>
              status === 'SENDING' || !tried_at
                ? later(tried_at ?? due_at, now.getTime() + SOON_MS)
                : later(tried_at, 0),
            ),
        )
  return until && until > now ? { kind: 'wait', until } : { kind: 'go' }
}

const latest = (times: readonly Date[]): Date | null =>
  times.length === 0 ? null : new Date(Math.max(...times.map((at) => at.getTime())))

/** Those that each of `deliveries` stands in for; none of one that waits for no other. */
export async function readBefore(
  sql: postgres.ISql,
  deliveries: readonly Pick<LeasedDelivery, 'id' | 'fallback'>[],
): Promise<(delivery: Pick<LeasedDelivery, 'id' | 'fallback'>) => Before[]> {
  const ids = [...new Set(deliveries.flatMap(({ fallback }) => fallback?.of ?? []))]
  if (ids.length === 0) return () => []
  const { low, high } = idBounds(ids)
  const rows = await sql<
    {
      id: string
      status: DeliveryStatus
      due_at: string
      sent_at: string | null
      seen_at: string | null
      tried_at: string | null
      provider_away: boolean
    }[]
  >`
    select d.id, d.status, d.due_at, d.sent_at, d.seen_at, d.reason is not distinct from 'breaker_open' as provider_away,
      (select min(a.started_at) from attempts a where a.delivery_id = d.id) as tried_at
    from deliveries d where d.id = any(${ids}::uuid[]) and d.id between ${low} and ${high}`
  const time = (text: string | null) => (text === null ? null : new Date(text))
  const found = new Map(
    rows.map(({ id, due_at, sent_at, seen_at, tried_at, ...row }): [string, Before] => [
      id,
      {
        ...row,
        due_at: new Date(due_at),
        sent_at: time(sent_at),
        seen_at: time(seen_at),
        tried_at: time(tried_at),
      },
    ]),
  )
  return ({ fallback }) => (fallback?.of ?? []).flatMap((id) => found.get(id) ?? [])
}

/**
 * After deliveries of these notifications ended, arrived or were seen: what was held to stand in for them is withheld, or
 * due now where all of them have failed. On the caller's transaction, before the notification's status is refreshed.
 */
export async function settleFallbacks(
  tx: postgres.ISql,
  notifications: readonly string[],
  now: Date,
): Promise<void> {
  const held = await tx<{ id: string; channel: Channel; fallback: Fallback; is_digest: boolean }[]>`
    select id, channel, fallback, is_digest from deliveries
    where notification_id = any(${notifications as string[]}::uuid[]) and status = 'HELD' and reason = 'fallback' and digest_of is null
      and fallback is not null
    order by id for update`
  if (held.length === 0) return
  const before = await readBefore(tx, held)
  const at = now.toISOString()
  const due: { id: string; channel: Channel }[] = []
  const ended: string[] = []
  for (const one of held) {
    const states = before(one)
    const verdict = standsIn(one.fallback, states, now)
    if (verdict.kind === 'not_needed') {
      await tx`update deliveries set status = 'WITHHELD', reason = 'fallback_not_needed', reason_text = ${verdict.text}
        where id = ${one.id}`
      if (one.is_digest) ended.push(one.id)
    } else if (!states.some(({ status }) => waiting.includes(status) || sent.includes(status))) {
      await tx`update deliveries set due_at = ${at}::timestamptz where id = ${one.id}`
      due.push(one)
    }
  }
  await endDigests(tx, ended)
  await enqueueByChannel(tx, due)
}
