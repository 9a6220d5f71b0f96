import type { Clock } from '#server/clock.ts'
import type { Database } from '#server/db/client.ts'
import { dataFault } from '#server/ingest/data-fault.ts'
import { plan } from '#server/planning/plan.ts'
import type { Plan, PlanHistory, PlanSettings } from '#server/planning/types.ts'
import type { Logger } from '#server/telemetry/logger.ts'
import { type PlannableNotification, type PlanningWorld, planningWorld } from './world.ts'

export { PLANNABLE, type PlannableNotification } from './world.ts'

export interface PlanDeps {
  db: Database
  clock: Clock
  settings: PlanSettings
  log: Logger
}

/**
 * Plans each as if nothing had happened before: no throttle, no duplicates, no digest that collects already. One that
 * throws fails alone. Stores nothing.
 */
export async function decide(
  deps: PlanDeps,
  notifications: readonly PlannableNotification[],
): Promise<Map<string, Plan>> {
  const world = await planningWorld({ ...deps, now: deps.clock.now() }, notifications)
  return new Map(notifications.map((row) => [row.id, decideOne(deps, world, row)]))
}

/** Plans one; what throws is a plan that failed, and is logged. */
export function decideOne(
  { log }: Pick<PlanDeps, 'log'>,
  world: PlanningWorld,
  row: PlannableNotification,
  history?: PlanHistory,
): Plan {
  const input = world.inputOf(row.id, history)
  const listening = input.workflows[0]
  const ended = { workflowId: listening?.id ?? null, workflowVersion: listening?.version ?? null }
  try {
    // The API has checked its events; what comes by SQL was checked by nobody.
    const fault = row.source === 'sql' ? dataFault(row.event_type, input.notification.data) : null
    if (!fault) return plan(input)
    const steps: Plan['steps'] = [{ code: 'bad_data', outcome: 'ended', text: fault }]
    return { ...ended, kind: 'recorded', reason: 'bad_data', reasonText: fault, steps }
  } catch (error) {
    log.error({ err: error, notification_id: row.id, trace_id: row.trace_id }, 'notification.plan failed')
    const reasonText = 'Planning failed by an internal error.'
    const steps: Plan['steps'] = [{ code: 'bug', outcome: 'ended', text: reasonText }]
    return { ...ended, kind: 'failed', reason: 'bug', reasonText, steps }
  }
}
