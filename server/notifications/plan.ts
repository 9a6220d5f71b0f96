import type postgres from 'postgres'
import { type Database, isDatabaseAway } from '#server/db/client.ts'
import { idBounds, newId } from '#server/db/ids.ts'
import type { DeliveryStatus } from '#server/db/schema/deliveries.ts'
import { normalise } from '#server/ingest/normalise.ts'
import type { Plan } from '#server/planning/plan.ts'
import { byDueTime, enqueueDeliveries } from '#server/queue/enqueue.ts'
import { sensitiveOf } from '#server/templates/sensitive/versions.ts'
import { decide, PLANNABLE, type PlanDeps, type PlannableNotification } from './decide.ts'

/** A plan as the statement takes it: what becomes of the notification, and its deliveries. */
export function planRows(row: Pick<PlannableNotification, 'id' | 'trace_id'>, made: Plan, now: string) {
  const outcome = { id: row.id, workflow_id: made.workflowId }
  if (made.kind !== 'deliver') {
    const status = made.kind === 'recorded' ? 'RECORDED' : 'FAILED'
    const error = made.kind === 'failed' ? made.reasonText : null
    return {
      outcome: { ...outcome, status, status_reason: made.reasonText, error_message: error, recipient: null },
      deliveries: [],
    }
  }
  const has = (status: DeliveryStatus) => made.decisions.some((decision) => decision.status === status)
  const status = has('QUEUED') ? 'QUEUED' : has('HELD') ? 'SCHEDULED' : 'WITHHELD'
  const reasons = made.decisions.flatMap((one) => (one.status === 'QUEUED' ? [] : one.reasonText))
  const address = made.decisions.find((decision) => decision.address !== '')?.address
  return {
    outcome: {
      ...outcome,
      status,
      status_reason: status === 'QUEUED' ? null : reasons.join(' '),
      user_id: made.userId,
      recipient: address?.toLowerCase() ?? null,
    },
    deliveries: made.decisions.map((decision) => ({
      id: newId(),
      notification_id: row.id,
      trace_id: row.trace_id,
      workflow_id: made.workflowId,
      user_id: decision.userId,
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
      created_at: now,
    })),
  }
}

export type DeliveryRow = ReturnType<typeof planRows>['deliveries'][number] & {
  replay_of?: string
  replay_mode?: 'sent' | 'today'
}

/** Inserts deliveries and, for those to be sent now or later, their jobs; on the caller's transaction. */
export async function insertDeliveries(tx: postgres.ISql, rows: readonly DeliveryRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx`insert into deliveries (id, notification_id, trace_id, workflow_id, user_id, channel, address, status,
      reason, reason_text, template_key, template_version, locale, sender, reply_to, due_at, expires_at, replay_of, replay_mode,
      created_at)
    select id, notification_id, trace_id, workflow_id, user_id, channel, address, status,
      reason, reason_text, template_key, template_version, locale, sender, reply_to, due_at, expires_at, replay_of, replay_mode,
      created_at
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as x(id uuid, notification_id uuid, trace_id uuid,
      workflow_id uuid, user_id uuid, channel text, address text, status text, reason text, reason_text text,
      template_key text, template_version integer, locale text, sender text, reply_to text, due_at timestamptz,
      expires_at timestamptz, replay_of uuid, replay_mode text, created_at timestamptz)`
  const queued = rows.filter(({ status }) => status === 'QUEUED').map(({ id }) => id)
  await enqueueDeliveries(tx, 'email', queued)
  for (const { dueAt, ids } of byDueTime(rows.filter(({ status }) => status === 'HELD').map(held))) {
    await enqueueDeliveries(tx, 'email', ids, dueAt)
  }
}

const held = ({ id, channel, due_at }: DeliveryRow) => ({ id, channel, dueAt: new Date(due_at) })

/** The notifications that are planned for a version with sensitive variables. */
export async function sensitiveIn(
  { orm }: Pick<Database, 'orm'>,
  rows: readonly DeliveryRow[],
): Promise<string[]> {
  const versions = rows.map((row) => ({ key: row.template_key, version: row.template_version, row }))
  const pathsOf = await sensitiveOf(orm, versions)
  const found = versions.filter((version) => pathsOf(version).length > 0)
  return [...new Set(found.map(({ row }) => row.notification_id))]
}

/** What came by SQL was normalised by nobody yet. */
function idsOf({ payload }: PlannableNotification) {
  const { customerId, runnerId, orderId, correlationId, sourceService } = normalise(payload)
  return {
    customer_id: customerId,
    runner_id: runnerId,
    order_id: orderId,
    correlation_id: correlationId,
    source_service: sourceService,
  }
}

/**
 * Plans the notifications of `ids` that are still PENDING and that nobody else is planning. Answers how many were
 * planned. One whose rows PostgreSQL refuses stays PENDING alone: what is refused is tried by halves, and then thrown.
 */
export async function planNotifications(deps: PlanDeps, ids: readonly string[]): Promise<number> {
  try {
    return await planTogether(deps, ids)
  } catch (error) {
    if (ids.length === 1 || isDatabaseAway(error)) throw error
    const middle = Math.ceil(ids.length / 2)
    const failures: unknown[] = []
    let planned = 0
    for (const half of [ids.slice(0, middle), ids.slice(middle)]) {
      await planNotifications(deps, half).then(
        (count) => {
          planned += count
        },
        (failure: unknown) => failures.push(failure),
      )
    }
    if (failures.length > 0) throw failures[0]
    return planned
  }
}

/** Deliveries, statuses and delivery jobs of all of them in one transaction. */
async function planTogether(deps: PlanDeps, ids: readonly string[]): Promise<number> {
  const { low, high } = idBounds(ids)
  const { sql } = deps.db
  const pending = await sql<PlannableNotification[]>`
    select ${sql.unsafe(PLANNABLE)} from notifications
    where id = any(${ids as string[]}::uuid[]) and id between ${low} and ${high} and status = 'PENDING'`
  if (pending.length === 0) return 0
  const plans = await decide(deps, pending)
  const now = deps.clock.now().toISOString()
  const rows = pending.flatMap((row) => {
    const made = plans.get(row.id)
    if (!made) return []
    const { outcome, deliveries } = planRows(row, made, now)
    return [{ outcome: { ...outcome, ...(row.source === 'sql' && idsOf(row)) }, deliveries }]
  })
  const sensitive = await sensitiveIn(
    deps.db,
    rows.flatMap(({ deliveries }) => deliveries),
  )
  return sql.begin(async (tx) => {
    const won = await tx<{ id: string }[]>`
      with mine as materialized (
        select id from notifications
        where id = any(${ids as string[]}::uuid[]) and id between ${low} and ${high} and status = 'PENDING'
        order by id for update skip locked
      )
      update notifications n set status = x.status, status_reason = x.status_reason,
        error_message = x.error_message, workflow_id = x.workflow_id, user_id = coalesce(x.user_id, n.user_id),
        recipient = x.recipient, sensitive = n.sensitive or x.id = any(${sensitive}::uuid[]),
        customer_id = coalesce(x.customer_id, n.customer_id),
        runner_id = coalesce(x.runner_id, n.runner_id), order_id = coalesce(x.order_id, n.order_id),
        correlation_id = coalesce(x.correlation_id, n.correlation_id),
        source_service = coalesce(x.source_service, n.source_service), planned_at = ${now}::timestamptz
      from json_to_recordset(${JSON.stringify(rows.map(({ outcome }) => outcome))}::text::json) as x(id uuid,
        status text, status_reason text, error_message text, workflow_id uuid, user_id uuid, recipient text,
        customer_id text, runner_id text, order_id text, correlation_id text, source_service text)
      where n.id = x.id and n.id in (select id from mine) and n.id between ${low} and ${high}
      returning n.id`
    const mine = new Set(won.map(({ id }) => id))
    await insertDeliveries(
      tx,
      rows.flatMap(({ outcome, deliveries }) => (mine.has(outcome.id) ? deliveries : [])),
    )
    return mine.size
  })
}
