import type { Database } from '#server/db/client.ts'
import type { Channel } from '#server/db/schema/deliveries.ts'
import { enqueueByChannel } from '#server/queue/enqueue.ts'
import { fingerprint } from './next-step.ts'
import { DEDUPLICATES, type ProviderName } from './providers/provider.ts'

const BATCH = 500
/** A message that workers die of is not sent again for ever: it would take one after the other. */
const INTERRUPTIONS_MAX = 3

interface Interrupted {
  id: string
  notification_id: string
  channel: Channel
  address: string
  provider: ProviderName
  template_key: string
  template_version: number
  on_unknown: 'ask' | 'resend' | null
  interruptions: number
}

/**
 * Settles deliveries found in SENDING whose worker is gone (`workerId`), or whose lease ran out (null): sent again
 * where that can't make two mails or the workflow says so, else UNKNOWN, for a person to decide. Answers how many.
 */
export async function settleInterrupted(
  { sql }: Database,
  workerId: string | null,
  now: Date,
): Promise<number> {
  const at = now.toISOString()
  return sql.begin(async (tx) => {
    const found = await tx<Interrupted[]>`
      select d.id, d.notification_id, d.channel, d.address, d.provider, d.template_key, d.template_version,
        w.retry->>'onUnknown' as on_unknown, (select count(*)::int from attempts a
          where a.delivery_id = d.id and a.error_code = 'interrupted') as interruptions
      from deliveries d left join workflows w on w.id = d.workflow_id
      where d.status = 'SENDING' and ${workerId === null ? tx`d.leased_until < ${at}::timestamptz` : tx`d.leased_by = ${workerId}`}
      order by d.id limit ${BATCH} for update of d skip locked`
    if (found.length === 0) return 0
    const rows = found.map((one) => {
      const again =
        (DEDUPLICATES[one.provider] || one.on_unknown === 'resend') && one.interruptions < INTERRUPTIONS_MAX
      return {
        id: one.id,
        status: again ? 'QUEUED' : 'UNKNOWN',
        reason: 'interrupted',
        reason_text: again
          ? `The worker died during the call to ${one.provider}; it is sent again.`
          : `The worker died during the call to ${one.provider}: whether the message went out can't be known.`,
        fingerprint: again
          ? null
          : fingerprint('interrupted', one.template_key, one.template_version, one.address),
      }
    })
    await tx`update deliveries d set status = x.status, reason = x.reason, reason_text = x.reason_text,
        fingerprint = x.fingerprint, due_at = ${at}::timestamptz, leased_until = null, leased_by = null
      from json_to_recordset(${JSON.stringify(rows)}::text::json)
        as x(id uuid, status text, reason text, reason_text text, fingerprint text)
      where d.id = x.id`
    const ids = found.map(({ id }) => id)
    await tx`update attempts set outcome = 'unknown', error_code = 'interrupted',
        error = 'The worker died during this call.'
      where delivery_id = any(${ids}::uuid[]) and outcome = 'sending'`
    const queued = new Set(rows.flatMap(({ id, status }) => (status === 'QUEUED' ? [id] : [])))
    await enqueueByChannel(
      tx,
      found.filter(({ id }) => queued.has(id)),
    )
    const notifications = [...new Set(found.map(({ notification_id }) => notification_id))]
    await tx`select refresh_notification_status(${notifications}::uuid[], ${at}::timestamptz)`
    return found.length
  })
}

/** Frees what a dead worker had leased but never called, and makes it due again. Answers how many. */
export async function freeLeases({ sql }: Database, workerId: string): Promise<number> {
  return sql.begin(async (tx) => {
    const freed = await tx<{ id: string; channel: Channel }[]>`
      update deliveries set leased_until = null, leased_by = null
      where leased_by = ${workerId} and status in ('QUEUED', 'HELD') returning id, channel`
    await enqueueByChannel(tx, freed)
    return freed.length
  })
}
