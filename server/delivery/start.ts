import { arrayLiteral } from '#server/db/array-literal.ts'
import type { Database } from '#server/db/client.ts'
import { idBounds } from '#server/db/ids.ts'
import { type Content, isStopped, lookOf } from './lease.ts'

export interface Start {
  attemptId: string
  deliveryId: string
  workerId: string
  provider: string
  templateVersion: number | null
  startedAt: Date
  leasedUntil: Date
  /** `LeasedDelivery.look`. */
  look: string
  /** Of a digest, at its first attempt: how many others are in the content; null: it is none, or they are settled. */
  members: number | null
  /** With the first attempt only. */
  content: Content | null
}

type Row = Omit<Start, 'content' | 'startedAt' | 'leasedUntil'> & {
  startedAt: string
  leasedUntil: string
} & Partial<Content>

/**
 * Immediately before the call: SENDING, the attempt's row, and with the first attempt the content. Answers for each
 * the attempt's number, or null if it must be looked at again (suppressed, or the recipient chose anew since then) or is
 * no longer ours to send (cancelled, or the lease was lost).
 */
export async function startAttempts({ sql }: Database, starts: readonly Start[]): Promise<(number | null)[]> {
  const { low, high } = idBounds(starts.map(({ deliveryId }) => deliveryId))
  const rows = starts.map(
    ({ content, ...start }): Row => ({
      ...{ ...start, ...content },
      startedAt: start.startedAt.toISOString(),
      leasedUntil: start.leasedUntil.toISOString(),
    }),
  )
  const of = (column: keyof Row) => arrayLiteral(rows, column)
  const started = await sql<{ attempt_id: string; number: number }[]>`
    with input as materialized (
      select * from unnest(${of('attemptId')}::text::uuid[], ${of('deliveryId')}::text::uuid[],
        ${of('workerId')}::text::text[], ${of('provider')}::text::text[], ${of('templateVersion')}::text::integer[],
        ${of('startedAt')}::text::timestamptz[], ${of('leasedUntil')}::text::timestamptz[], ${of('look')}::text::text[],
        ${of('members')}::text::integer[], ${of('from')}::text::text[], ${of('reply_to')}::text::text[],
        ${of('subject')}::text::text[], ${of('html')}::text::text[], ${of('text')}::text::text[],
        ${of('headers')}::text::jsonb[], ${of('content_hash')}::text::text[]
      ) as x(attempt_id, delivery_id, worker_id, provider, template_version, started_at, leased_until, look, members,
        "from", reply_to, subject, html, text, headers, content_hash)
    ), started as (
      update deliveries d set status = 'SENDING', provider = x.provider, attempt_count = d.attempt_count + 1,
        leased_until = x.leased_until, template_version = coalesce(x.template_version, d.template_version)
      from input x
      where d.id = x.delivery_id and d.id between ${low} and ${high} and d.status in ('QUEUED', 'HELD')
        and d.leased_by = x.worker_id and not exists (select 1 from suppressions s
          where s.channel = d.channel and s.address = lower(d.address) and ${isStopped(sql)})
        and ${lookOf(sql)} = x.look
        and (x.members is null or x.members = (select count(*) from deliveries m
          where m.digest_of = d.id and m.status in ('QUEUED', 'HELD')))
      returning d.id, d.notification_id, d.trace_id, d.attempt_count, x.attempt_id
    ), tried as (
      insert into attempts (id, delivery_id, notification_id, trace_id, number, provider, outcome, started_at)
      select x.attempt_id, s.id, s.notification_id, s.trace_id, s.attempt_count, x.provider, 'sending', x.started_at
      from started s join input x on x.attempt_id = s.attempt_id
    ), kept as (
      insert into delivery_contents (delivery_id, "from", reply_to, subject, html, text, headers, content_hash)
      select s.id, x."from", x.reply_to, x.subject, x.html, x.text, x.headers, x.content_hash
      from started s join input x on x.attempt_id = s.attempt_id
      where x.content_hash is not null
      on conflict (delivery_id) do nothing
    )
    select attempt_id, attempt_count as number from started`
  const numbers = new Map(started.map(({ attempt_id, number }) => [attempt_id, number]))
  return starts.map(({ attemptId }) => numbers.get(attemptId) ?? null)
}
