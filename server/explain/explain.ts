import { eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { type Database, inTransaction } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import type { Channel } from '#server/db/schema/deliveries.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import { DomainError } from '#server/errors.ts'
import { dataFault } from '#server/ingest/data-fault.ts'
import { firstIssue } from '#server/ingest/json-text.ts'
import { askedOf } from '#server/notifications/collect.ts'
import { decideOne } from '#server/notifications/decide.ts'
import {
  type ListeningWorkflow,
  type PlannableNotification,
  type PlanningWorld,
  planningWorld,
} from '#server/notifications/world.ts'
import { badInput, parse } from '#server/parse.ts'
import { UNSAVED } from '#server/planning/choose-workflow.ts'
import { looksLikeAddress } from '#server/planning/recipients.ts'
import type { Plan, PlanInput, PlanSettings, PlanStep } from '#server/planning/types.ts'
import { lookIntoMemory } from '#server/planning-state/read.ts'
import type { Logger } from '#server/telemetry/logger.ts'
import type { WorkflowDefinition } from '#server/workflows/definition-schemas.ts'
import { withTemplates } from '#server/workflows/find.ts'
import { eventOf } from './event.ts'
import { explanationOf } from './explanation.ts'
import { type ExplainInput, type Explanation, explainInput } from './schemas.ts'

export interface ExplainDeps {
  settings: PlanSettings
  log: Logger
  /** Names, in the order in which they are tried. */
  providers: Readonly<Record<Channel, readonly string[]>>
}

/**
 * What would become of an event at a moment, and why: by the planner itself, on what is stored now. Nothing is stored.
 * Throws `forbidden`, `bad_input` naming each bad field, or `not_found` for a user that there is not.
 */
export async function explain(ctx: Context, deps: ExplainDeps, raw: ExplainInput): Promise<Explanation> {
  authorise(ctx.actor, 'ingest')
  const input = parse(explainInput, raw)
  const issue = firstIssue(input.payload)
  if (issue) throw badInput([{ ...issue, path: `payload.${issue.path}` }])
  const present = ctx.clock.now()
  const now = input.at ?? present
  return inTransaction(ctx.db, async (db) => {
    await db.sql`set transaction isolation level repeatable read, read only`
    const event = await eventOf(db, input)
    const tried = input.workflow && (await unsaved(db, input.workflow, event))
    const world = await planningWorld({ db, settings: deps.settings, now }, [event], {
      ...(tried && { workflows: [tried] }),
    })
    const planInput = world.inputOf(event.id)
    const user = input.user === undefined ? null : userOf(planInput, input.user)
    if (input.user !== undefined && !user && !looksLikeAddress(input.user)) {
      throw new DomainError('not_found', `There is no user “${input.user}”.`, [
        { path: 'user', message: 'there is no such user' },
      ])
    }
    const made = await decided(db, deps, world, event, now < present ? now : null)
    const steps = [...refusedByApi(event, planInput), ...made.steps]
    const { providers } = deps
    return explanationOf({ input: planInput, made: { ...made, steps }, user, providers, saved: !tried })
  })
}

const userOf = (input: PlanInput, value: string) => input.findUser(value) ?? input.findUserByEmail(value)

/** What the API takes no such event for: then there is nothing to plan, and what follows is as if it did. */
function refusedByApi(
  { source, event_type: type }: PlannableNotification,
  { notification: { data, request } }: PlanInput,
): PlanStep[] {
  const fault = request || (source !== 'api' && source !== 'dashboard') ? null : dataFault(type, data)
  return fault ? [{ code: 'bad_data', outcome: 'info', text: `The API would refuse it. ${fault}` }] : []
}

/** As the planning job decides it: first as if nothing had happened, then with what did, where the workflow asks. */
async function decided(
  db: Database,
  deps: ExplainDeps,
  world: PlanningWorld,
  event: PlannableNotification,
  past: Date | null,
): Promise<Plan> {
  const made = decideOne(deps, world, event)
  const asked = askedOf(made, world.inputOf(event.id))
  if (!asked) return made
  const again = decideOne(deps, world, event, await lookIntoMemory(db.sql, [asked], past))
  return past ? { ...again, steps: [REMEMBERED, ...again.steps] } : again
}

const REMEMBERED: PlanStep = {
  ...{ code: 'past', outcome: 'info' },
  text: 'The moment has passed: of what was planned before it, only what is still remembered counts.',
}

/** A workflow as it would be, listening to this event. Its history is that of the one with its key. */
async function unsaved(
  { orm }: Database,
  { key, definition }: { key: string; definition: WorkflowDefinition },
  event: PlannableNotification,
): Promise<ListeningWorkflow> {
  const [saved] = await orm.select({ id: workflows.id }).from(workflows).where(eq(workflows.key, key))
  event.event_type ??= definition.eventType ?? key
  const { event_type: eventType, source } = event
  const sources = [source === 'dashboard' ? ('api' as const) : source]
  const row = { ...definition, id: saved?.id ?? newId(), key, version: UNSAVED, eventType, sources }
  const [workflow] = await withTemplates(orm, [row])
  if (!workflow) throw new Error('withTemplates left the workflow out')
  return workflow
}
