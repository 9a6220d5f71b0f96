import type postgres from 'postgres'
import { arrayLiteral } from '#server/db/array-literal.ts'
import { newId } from '#server/db/ids.ts'
import type { Channel, DeliveryStatus, Fallback } from '#server/db/schema/deliveries.ts'
import type { Decision, Plan } from '#server/planning/types.ts'
import { enqueueDue } from '#server/queue/enqueue.ts'
import type { PlannableNotification } from './world.ts'

export interface DeliveryRow {
  id: string
  notification_id: string
  trace_id: string
  workflow_id: string | null
  workflow_version?: number | null
  user_id: string | null
  /** Null: the template's. */
  category?: string | null
  critical?: boolean
  channel: Channel
  address: string
  status: DeliveryStatus
  reason: string
  reason_text: string
  template_key: string
  template_version: number
  locale: string
  sender: string | null
  reply_to: string | null
  /** ISO text, as are all times. */
  due_at: string
  expires_at?: string | undefined
  fallback?: Fallback | null
  digest_of?: string | null
  is_digest?: boolean
  replay_of?: string
  replay_mode?: 'sent' | 'today'
  created_at: string
}

export type PlanRows = ReturnType<typeof planRows>

/** A plan as the statements take it: what becomes of the notification, and its deliveries. */
export function planRows(row: Pick<PlannableNotification, 'id' | 'trace_id'>, made: Plan, now: Date) {
  const outcome = { id: row.id, workflow_id: made.workflowId, user_id: null }
  if (made.kind !== 'deliver') {
    const status = made.kind === 'recorded' ? 'RECORDED' : 'FAILED'
    const error = made.kind === 'failed' ? made.reasonText : null
    return {
      outcome: { ...outcome, status, status_reason: made.reasonText, error_message: error, recipient: null },
      deliveries: [],
    }
  }
  const { decisions } = made
  const has = (status: DeliveryStatus) => decisions.some((decision) => decision.status === status)
  const status = has('QUEUED') ? 'QUEUED' : has('HELD') ? 'SCHEDULED' : 'WITHHELD'
  const reasons = new Set(decisions.flatMap((one) => (one.status === 'QUEUED' ? [] : one.reasonText)))
  return {
    outcome: {
      ...outcome,
      status,
      error_message: null,
      status_reason: status === 'QUEUED' ? null : [...reasons].join(' '),
      user_id: made.userId,
      recipient: addressOf(decisions)?.toLowerCase() ?? null,
    },
    deliveries: deliveryRows(row, made, now),
  }
}

/** By what people find it: its e-mail address, else where its push messages go. */
const addressOf = (decisions: readonly Decision[]): string | undefined =>
  (
    decisions.find(({ channel, address }) => channel === 'email' && address !== '') ??
    decisions.find(({ address }) => address !== '')
  )?.address

function deliveryRows(
  row: Pick<PlannableNotification, 'id' | 'trace_id'>,
  { decisions, workflowId, workflowVersion }: Extract<Plan, { kind: 'deliver' }>,
  now: Date,
): DeliveryRow[] {
  const ids = decisions.map(() => newId())
  const createdAt = now.toISOString()
  return decisions.map((decision, i) => ({
    id: ids[i] ?? newId(),
    notification_id: row.id,
    trace_id: row.trace_id,
    workflow_id: workflowId,
    workflow_version: workflowVersion,
    user_id: decision.userId,
    category: decision.category,
    critical: decision.critical,
    channel: decision.channel,
    address: decision.address,
    status: decision.status,
    reason: decision.reason,
    reason_text: decision.reasonText,
    template_key: decision.templateKey,
    template_version: decision.templateVersion,
    locale: decision.locale,
    sender: decision.sender,
    reply_to: decision.replyTo,
    due_at: decision.dueAt.toISOString(),
    expires_at: decision.expiresAt?.toISOString(),
    fallback: decision.fallback && {
      ...decision.fallback,
      of: decision.fallback.of.flatMap((place) => ids[place] ?? []),
    },
    is_digest: decision.digest && decision.status === 'HELD',
    created_at: createdAt,
  }))
}

/**
 * Inserts deliveries and, for those to be sent now or later, their jobs; on the caller's transaction. Those of somebody
 * else's digest need none.
 */
export async function insertDeliveries(tx: postgres.ISql, rows: readonly DeliveryRow[]): Promise<void> {
  if (rows.length === 0) return
  const of = (column: keyof DeliveryRow) => arrayLiteral(rows, column)
  await tx`insert into deliveries (id, notification_id, trace_id, workflow_id, workflow_version, user_id, category,
      critical, channel, address, status, reason, reason_text, template_key, template_version, locale, sender,
      reply_to, due_at, expires_at, fallback, digest_of, is_digest, replay_of, replay_mode, created_at)
    select id, notification_id, trace_id, workflow_id, workflow_version, user_id, category,
      coalesce(critical, false), channel, address, status, reason, reason_text, template_key, template_version, locale,
      sender, reply_to, due_at, expires_at, fallback, digest_of, coalesce(is_digest, false), replay_of, replay_mode,
      created_at
    from unnest(${of('id')}::text::uuid[], ${of('notification_id')}::text::uuid[], ${of('trace_id')}::text::uuid[],
      ${of('workflow_id')}::text::uuid[], ${of('workflow_version')}::text::integer[], ${of('user_id')}::text::uuid[],
      ${of('category')}::text::text[], ${of('critical')}::text::boolean[], ${of('channel')}::text::text[],
      ${of('address')}::text::text[], ${of('status')}::text::text[], ${of('reason')}::text::text[],
      ${of('reason_text')}::text::text[], ${of('template_key')}::text::text[],
      ${of('template_version')}::text::integer[], ${of('locale')}::text::text[], ${of('sender')}::text::text[],
      ${of('reply_to')}::text::text[], ${of('due_at')}::text::timestamptz[], ${of('expires_at')}::text::timestamptz[],
      ${of('fallback')}::text::jsonb[], ${of('digest_of')}::text::uuid[], ${of('is_digest')}::text::boolean[],
      ${of('replay_of')}::text::uuid[], ${of('replay_mode')}::text::text[], ${of('created_at')}::text::timestamptz[]
    ) as x(id, notification_id, trace_id, workflow_id, workflow_version, user_id, category, critical, channel, address,
      status, reason, reason_text, template_key, template_version, locale, sender, reply_to, due_at, expires_at,
      fallback, digest_of, is_digest, replay_of, replay_mode, created_at)`
  await enqueueDue(
    tx,
    rows.flatMap(({ id, channel, status, due_at, digest_of }) => {
      if (digest_of || (status !== 'QUEUED' && status !== 'HELD')) return []
      return { id, channel, dueAt: status === 'HELD' ? new Date(due_at) : null }
    }),
  )
}
