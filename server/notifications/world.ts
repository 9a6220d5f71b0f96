import { allCategories, categoryFinder } from '#server/categories/find.ts'
import type { Database } from '#server/db/client.ts'
import type { SourceKind } from '#server/db/schema/notifications.ts'
import { eventData, templateRequest } from '#server/ingest/event-data.ts'
import type {
  PlanHistory,
  PlanInput,
  PlanNotification,
  PlanSettings,
  PlanWorkflow,
} from '#server/planning/types.ts'
import { findOptOuts } from '#server/recipients/opt-outs.ts'
import { findSuppressions } from '#server/suppressions/find.ts'
import { currentTemplates } from '#server/templates/current.ts'
import { type FoundUsers, findPlanUsers } from '#server/users/find.ts'
import { enabledWorkflows, planTemplate, type Workflow, workflowsFor } from '#server/workflows/find.ts'
import { addUsersWanted, type UsersWanted } from './users-wanted.ts'

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
  /** Whom it would go to in place of whom the rules find: an e-mail address, or a user's id. Of no stored one. */
  instead?: string | null
  /** ISO text, or PostgreSQL's. */
  scheduled_at?: string | null
  expires_at?: string | null
  /** When it was accepted; without it, now. */
  created_at?: string
}

/** The columns of a `PlannableNotification`. */
export const PLANNABLE = `id, event_type, source, source_name, trace_id, user_id, payload, addressee, scheduled_at, expires_at, created_at`

/** As if nothing had happened before: of what is replayed by hand, or only tried out. */
export const NO_HISTORY: PlanHistory = {
  countSince: () => 0,
  duplicateSince: () => null,
  openDigest: () => null,
}

export interface PlanningWorld {
  /** What planning reads of a notification, one of those that the world was gathered for. */
  inputOf(id: string, history?: PlanHistory): PlanInput
}

export type ListeningWorkflow = PlanWorkflow & Pick<Workflow, 'sources'>

/**
 * Everything that planning these needs, beside what happened before, in one statement for each kind: workflows,
 * templates (of workflows, and asked for), categories; then users; then suppressions and opt-outs. `workflows`: in place
 * of those that are enabled. Throws what the statements throw.
 */
export async function planningWorld(
  { db, settings, now }: { db: Database; settings: PlanSettings; now: Date },
  rows: readonly PlannableNotification[],
  { workflows: given }: { workflows?: readonly ListeningWorkflow[] } = {},
): Promise<PlanningWorld> {
  const requests = new Map(rows.map((row) => [row.id, templateRequest(row.source, row.payload)]))
  const [workflows, templates, findCategory] = await Promise.all([
    given ?? enabledWorkflows(db.orm),
    currentTemplates(
      db.orm,
      [...requests.values()].flatMap((request) => request?.templateKey ?? []),
    ),
    allCategories(db.orm).then(categoryFinder),
  ])
  const items = new Map(
    rows.map((row) => {
      const request = requests.get(row.id) ?? null
      const notification: PlanNotification = {
        eventType: row.event_type,
        source: row.source,
        sourceName: row.source_name,
        data: eventData(row.source, row.payload),
        addressee: row.addressee ?? null,
        instead: row.instead ?? null,
        request: request && {
          ...request,
          user: row.user_id ?? request.user,
          template: planTemplate(templates.get(request.templateKey)),
        },
        acceptedAt: instantOf(row.created_at) ?? now,
        scheduledAt: instantOf(row.scheduled_at),
        expiresAt: instantOf(row.expires_at),
      }
      const event = { eventType: row.event_type, source: row.source, sourceName: row.source_name }
      return [row.id, { notification, workflows: request ? [] : workflowsFor(workflows, event) }]
    }),
  )
  const wanted: UsersWanted = { ids: [], emails: [] }
  for (const { notification, workflows } of items.values()) {
    try {
      addUsersWanted(wanted, notification, workflows, settings)
    } catch {
      // A workflow's row that makes no sense: planning throws the same, where it is heard.
    }
  }
  const found = await findPlanUsers(db, { ...wanted, endpoints: isForPush(items.values()) }, now)
  const targets = addressesOf(wanted.emails, found)
  const [findSuppression, optOutsOf] = await Promise.all([
    findSuppressions(db.orm, targets),
    findOptOuts(
      db.orm,
      targets.flatMap(({ channel, address }) => (channel === 'email' ? [address] : [])),
    ),
  ])
  const { findUser, findUserByEmail } = found
  return {
    inputOf(id, history = NO_HISTORY) {
      const item = items.get(id)
      if (!item) throw new Error('the world was gathered for other notifications')
      return {
        ...item,
        ...{ findUser, findUserByEmail, findSuppression, findOptOuts: optOutsOf, findCategory },
        ...{ history, settings, now },
      }
    },
  }
}

/** Whether anything of it may go to browsers: else they need not be looked up. */
function isForPush(
  items: Iterable<{ notification: PlanNotification; workflows: readonly PlanWorkflow[] }>,
): boolean {
  for (const { notification, workflows } of items) {
    if (notification.request?.channels.includes('push')) return true
    if (workflows.some(({ channels }) => channels.includes('push'))) return true
  }
  return false
}

/** Every address that a delivery may go to. */
function addressesOf(emails: readonly string[], { all }: FoundUsers) {
  const own = all.flatMap(({ email }) => (email === null ? [] : [email]))
  return [
    ...[...emails, ...own].map((address) => ({ channel: 'email' as const, address })),
    ...all.flatMap(({ pushEndpoints }) =>
      pushEndpoints.map((address) => ({ channel: 'push' as const, address })),
    ),
  ]
}

const instantOf = (text: string | null | undefined): Date | null => (text ? new Date(text) : null)
