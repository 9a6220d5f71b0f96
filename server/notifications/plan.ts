import type postgres from 'postgres'
import type { Clock } from '#server/clock.ts'
import type { Database } from '#server/db/client.ts'
import { idBounds, newId } from '#server/db/ids.ts'
import type { SourceKind } from '#server/db/schema/notifications.ts'
import { eventData } from '#server/ingest/event-data.ts'
import { type Plan, type PlanSettings, plan, usersWanted } from '#server/planning/plan.ts'
import { enqueueDeliveries } from '#server/queue/enqueue.ts'
import type { Logger } from '#server/telemetry/logger.ts'
import { findUsers } from '#server/users/find.ts'
import { enabledWorkflows, workflowFor } from '#server/workflows/find.ts'

export interface PlanDeps {
  db: Database
  clock: Clock
  settings: PlanSettings
  log: Logger
}

export interface PlannableNotification {
  id: string
  event_type: string | null
  source: SourceKind
  source_name: string | null
  trace_id: string
  payload: Record<string, unknown>
}

/** Plans each: one statement for the workflows, one for the users. One that throws fails alone. */
export async function decide(
  { db, clock, settings, log }: PlanDeps,
  notifications: readonly PlannableNotification[],
): Promise<Map<string, Plan>> {
  const workflows = await enabledWorkflows(db.orm)
  const items = notifications.map((row) => ({
    row,
    notification: { eventType: row.event_type, source: row.source, data: eventData(row.source, row.payload) },
    workflow: workflowFor(workflows, {
      eventType: row.event_type,
      source: row.source,
      sourceName: row.source_name,
    }),
  }))
  const users = await findUsers(
    db.orm,
    items.flatMap(({ notification, workflow }) => {
      try {
        return workflow ? usersWanted(notification, workflow) : []
      } catch {
        // A workflow's row that makes no sense: `plan` throws the same below, where it is heard.
        return []
      }
    }),
  )
  const now = clock.now()
  const findUser = (value: string) => users.get(value) ?? null
  return new Map(
    items.map(({ row, notification, workflow }) => {
      try {
        return [row.id, plan({ notification, workflow, findUser, settings, now })]
      } catch (error) {
        log.error({ err: error, notification_id: row.id, trace_id: row.trace_id }, 'notification.plan failed')
        const workflowId = workflow?.id ?? null
        return [
          row.id,
          { kind: 'failed', workflowId, reason: 'bug', reasonText: 'Planning failed by an internal error.' },
        ]
      }
    }),
  )
}

/** A plan as the statement takes it: what becomes of the notification, and its deliveries. */
export function planRows(row: PlannableNotification, made: Plan, now: string) {
  const outcome = { id: row.id, workflow_id: made.workflowId }
  if (made.kind !== 'deliver') {
    const status = made.kind === 'recorded' ? 'RECORDED' : 'FAILED'
    const error = made.kind === 'failed' ? made.reasonText : null
    return {
      outcome: { ...outcome, status, status_reason: made.reasonText, error_message: error },
      deliveries: [],
    }
  }
  const wanted = made.decisions.some(({ status }) => status !== 'WITHHELD')
  const [first] = made.decisions
  return {
    outcome: {
      ...outcome,
      status: wanted ? 'QUEUED' : 'WITHHELD',
      status_reason: wanted ? null : (first?.reasonText ?? null),
      user_id: made.userId,
      recipient: first?.address.toLowerCase() ?? null,
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
      created_at: now,
    })),
  }
}

export type DeliveryRow = ReturnType<typeof planRows>['deliveries'][number] & {
  replay_of?: string
  replay_mode?: 'sent' | 'today'
}

/** Inserts deliveries and, for those to be sent now, their jobs; on the caller's transaction. */
export async function insertDeliveries(
  tx: postgres.TransactionSql,
  rows: readonly DeliveryRow[],
): Promise<void> {
  if (rows.length === 0) return
  await tx`insert into deliveries (id, notification_id, trace_id, workflow_id, user_id, channel, address, status,
      reason, reason_text, template_key, template_version, locale, sender, reply_to, due_at, replay_of, replay_mode, created_at)
    select id, notification_id, trace_id, workflow_id, user_id, channel, address, status,
      reason, reason_text, template_key, template_version, locale, sender, reply_to, due_at, replay_of, replay_mode, created_at
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as x(id uuid, notification_id uuid, trace_id uuid,
      workflow_id uuid, user_id uuid, channel text, address text, status text, reason text, reason_text text,
      template_key text, template_version integer, locale text, sender text, reply_to text, due_at timestamptz,
      replay_of uuid, replay_mode text, created_at timestamptz)`
  const queued = rows.filter(({ status }) => status === 'QUEUED').map(({ id }) => id)
  await enqueueDeliveries(tx, 'email', queued)
}

/**
 * Plans the notifications of `ids` that are still PENDING and that nobody else is planning: deliveries, statuses and
 * delivery jobs in one transaction. Answers how many were planned.
 */
export async function planNotifications(deps: PlanDeps, ids: readonly string[]): Promise<number> {
  const { low, high } = idBounds(ids)
  const { sql } = deps.db
  const pending = await sql<PlannableNotification[]>`
    select id, event_type, source, source_name, trace_id, payload from notifications
    where id = any(${ids as string[]}::uuid[]) and id between ${low} and ${high} and status = 'PENDING'`
  if (pending.length === 0) return 0
  const plans = await decide(deps, pending)
  const now = deps.clock.now().toISOString()
  const rows = pending.flatMap((row) => {
    const made = plans.get(row.id)
    return made ? [planRows(row, made, now)] : []
  })
  return sql.begin(async (tx) => {
    const won = await tx<{ id: string }[]>`
      with mine as materialized (
        select id from notifications
        where id = any(${ids as string[]}::uuid[]) and id between ${low} and ${high} and status = 'PENDING'
        order by id for update skip locked
      )
      update notifications n set status = x.status, status_reason = x.status_reason,
        error_message = x.error_message, workflow_id = x.workflow_id, user_id = x.user_id, recipient = x.recipient,
        planned_at = ${now}::timestamptz
      from json_to_recordset(${JSON.stringify(rows.map(({ outcome }) => outcome))}::text::json) as x(id uuid,
        status text, status_reason text, error_message text, workflow_id uuid, user_id uuid, recipient text)
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
