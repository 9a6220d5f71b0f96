import type { Clock } from '#server/clock.ts'
import type { Database } from '#server/db/client.ts'
import type { SourceKind } from '#server/db/schema/notifications.ts'
import { dataFault } from '#server/ingest/data-fault.ts'
import { eventData, templateRequest } from '#server/ingest/event-data.ts'
import { type Plan, type PlanSettings, plan } from '#server/planning/plan.ts'
import { usersWanted } from '#server/planning/recipients.ts'
import { type FindSuppression, findSuppressions } from '#server/suppressions/find.ts'
import type { Logger } from '#server/telemetry/logger.ts'
import { currentTemplates } from '#server/templates/current.ts'
import { findUsers } from '#server/users/find.ts'
import { enabledWorkflows, type Workflow, workflowsFor } from '#server/workflows/find.ts'

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
  /** Set before planning where its endpoint has settled it. */
  user_id?: string | null
  payload: Record<string, unknown>
  addressee?: string | null
  /** ISO text, or PostgreSQL's. */
  scheduled_at?: string | null
  expires_at?: string | null
}

/** The columns of a `PlannableNotification`. */
export const PLANNABLE = `id, event_type, source, source_name, trace_id, user_id, payload, addressee, scheduled_at, expires_at`

/**
 * Plans each: two statements for the workflows, one for the users, one for the suppressions, one for templates that were
 * asked for. One that throws fails alone.
 */
export async function decide(
  { db, clock, settings, log }: PlanDeps,
  notifications: readonly PlannableNotification[],
): Promise<Map<string, Plan>> {
  const workflows = await enabledWorkflows(db.orm)
  const requests = new Map(
    notifications.flatMap((row) => {
      const request = templateRequest(row.source, row.payload)
      return request ? [[row.id, request]] : []
    }),
  )
  const templates = await currentTemplates(
    db.orm,
    [...requests.values()].map(({ templateKey }) => templateKey),
  )
  const items = notifications.map((row) => {
    const request = requests.get(row.id)
    const template = request && templates.get(request.templateKey)
    return {
      row,
      notification: {
        eventType: row.event_type,
        source: row.source,
        data: eventData(row.source, row.payload),
        addressee: row.addressee ?? null,
        request: request
          ? {
              ...request,
              user: row.user_id ?? request.user,
              templateVersion: template?.version ?? null,
              templateLocale: template?.locale ?? null,
            }
          : null,
        scheduledAt: instantOf(row.scheduled_at),
        expiresAt: instantOf(row.expires_at),
      },
      workflow: oldShape(
        workflowsFor(workflows, {
          eventType: row.event_type,
          source: row.source,
          sourceName: row.source_name,
        })[0],
      ),
    }
  })
  const users = await findUsers(
    db.orm,
    items.flatMap(({ notification, workflow }) => {
      try {
        return usersWanted(notification, workflow?.recipients ?? [])
      } catch {
        // A workflow's row that makes no sense: `plan` throws the same below, where it is heard.
        return []
      }
    }),
  )
  const now = clock.now()
  const findUser = (value: string) => users.get(value) ?? null
  const planAll = (findSuppression: FindSuppression) =>
    new Map(
      items.map(({ row, notification, workflow }): [string, Plan] => {
        const workflowId = workflow?.id ?? null
        try {
          const fault = row.source === 'sql' ? dataFault(row.event_type, notification.data) : null
          if (fault) return [row.id, { kind: 'recorded', workflowId, reason: 'bad_data', reasonText: fault }]
          return [row.id, plan({ notification, workflow, findUser, findSuppression, settings, now })]
        } catch (error) {
          const ids = { notification_id: row.id, trace_id: row.trace_id }
          log.error({ err: error, ...ids }, 'notification.plan failed')
          const reasonText = 'Planning failed by an internal error.'
          return [row.id, { kind: 'failed', workflowId, reason: 'bug', reasonText }]
        }
      }),
    )
  // Whom it is for only the plan says: made as if nobody were suppressed, and again if somebody is.
  const plans = planAll(() => null)
  const targets = [...plans.values()].flatMap((made) => (made.kind === 'deliver' ? made.decisions : []))
  const suppressed = await findSuppressions(db.orm, targets)
  return targets.some(({ channel, address }) => suppressed(channel, address)) ? planAll(suppressed) : plans
}

const instantOf = (text: string | null | undefined): Date | null => (text ? new Date(text) : null)

const oldShape = (workflow: Workflow | undefined) =>
  workflow
    ? {
        ...workflow,
        templateVersion: workflow.template?.version ?? null,
        templateLocale: workflow.template?.defaultLocale ?? null,
      }
    : null
