import { arrayLiteral } from '#server/db/array-literal.ts'
import { type Database, inTransaction, isDatabaseAway } from '#server/db/client.ts'
import { idBounds } from '#server/db/ids.ts'
import { normalise } from '#server/ingest/normalise.ts'
import type { Plan, PlanUser } from '#server/planning/types.ts'
import { type Asked, lockRecipients, readMemory } from '#server/planning-state/read.ts'
import { writeMemory } from '#server/planning-state/write.ts'
import { sensitiveOf } from '#server/templates/sensitive/versions.ts'
import { followChoices } from './chosen-meanwhile.ts'
import { askedOf, takeIn } from './collect.ts'
import { decideOne, PLANNABLE, type PlanDeps, type PlannableNotification } from './decide.ts'
import { type DeliveryRow, insertDeliveries, type PlanRows, planRows } from './plan-rows.ts'
import { type PlanningWorld, planningWorld } from './world.ts'

/** The notifications that are planned for a version with sensitive variables. */
export async function sensitiveIn(
  { orm }: Pick<Database, 'orm'>,
  rows: readonly Pick<DeliveryRow, 'notification_id' | 'template_key' | 'template_version'>[],
): Promise<string[]> {
  const versions = rows.map((row) => ({ key: row.template_key, version: row.template_version, row }))
  const pathsOf = await sensitiveOf(orm, versions)
  const found = versions.filter((version) => pathsOf(version).length > 0)
  return [...new Set(found.map(({ row }) => row.notification_id))]
}

const noIds: Partial<ReturnType<typeof idsOf>> = {}

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

/** In one transaction, at most; jobs made by SQL have any number. */
const AT_ONCE = 1_000

/**
 * Plans the notifications of `ids` that are still PENDING and that nobody else is planning. Answers how many were
 * planned. One whose rows PostgreSQL refuses stays PENDING alone: what is refused is tried by halves, and then thrown.
 */
export async function planNotifications(deps: PlanDeps, ids: readonly string[]): Promise<number> {
  if (ids.length > AT_ONCE) {
    const parts = Math.ceil(ids.length / AT_ONCE)
    return planEach(
      deps,
      Array.from({ length: parts }, (_, i) => ids.slice(i * AT_ONCE, (i + 1) * AT_ONCE)),
    )
  }
  try {
    return await planTogether(deps, ids)
  } catch (error) {
    if (ids.length === 1 || isDatabaseAway(error)) throw error
    const middle = Math.ceil(ids.length / 2)
    return planEach(deps, [ids.slice(0, middle), ids.slice(middle)])
  }
}

/** Plans each part, one after the other; throws the first failure when all were tried. */
async function planEach(deps: PlanDeps, parts: readonly (readonly string[])[]): Promise<number> {
  const failures: unknown[] = []
  let planned = 0
  for (const part of parts) {
    await planNotifications(deps, part).then(
      (count) => {
        planned += count
      },
      (failure: unknown) => failures.push(failure),
    )
  }
  if (failures.length > 0) throw failures[0]
  return planned
}

interface Item {
  row: PlannableNotification
  made: Plan
  rows: PlanRows
  /** Null: what happened before does not matter to its plan. */
  asked: Asked | null
}

/** Deliveries, statuses, jobs and what is remembered of all of them in one transaction. */
async function planTogether(deps: PlanDeps, ids: readonly string[]): Promise<number> {
  const { low, high } = idBounds(ids)
  const pending = await deps.db.sql<PlannableNotification[]>`
    select ${deps.db.sql.unsafe(PLANNABLE)} from notifications
    where id = any(${ids as string[]}::uuid[]) and id between ${low} and ${high} and status = 'PENDING'
    order by id`
  if (pending.length === 0) return 0
  const now = deps.clock.now()
  const world = await planningWorld({ ...deps, now }, pending)
  const items = pending.map((row): Item => {
    const made = decideOne(deps, world, row)
    return { row, made, rows: planRows(row, made, now), asked: askedOf(made, world.inputOf(row.id)) }
  })
  const sensitive = await sensitiveIn(
    deps.db,
    items.flatMap(({ rows }) => rows.deliveries),
  )
  return inTransaction(deps.db, async (db) => {
    const remembering = items.some(({ asked }) => asked !== null)
    const mine = remembering ? await claim(db, ids) : null
    const own = mine ? items.filter(({ row }) => mine.has(row.id)) : items
    const memory = mine ? await planWithMemory(deps, db, world, own, now) : null
    const stored = await storeOutcomes(db, own, sensitive, now)
    await insertDeliveries(
      db.sql,
      own.flatMap(({ row, rows }) => (stored.has(row.id) ? rows.deliveries : [])),
    )
    await followChoices(db, usersWithHeld(own, world), now)
    if (memory) await writeMemory(db.sql, memory)
    return stored.size
  })
}

/** The users, as they were read, for whom something is held: the longer it waits, the more what they chose matters. */
function usersWithHeld(items: readonly Item[], world: PlanningWorld): Map<string, PlanUser> {
  const users = new Map<string, PlanUser>()
  for (const { row, made } of items) {
    if (made.kind !== 'deliver' || made.userId === null || users.has(made.userId)) continue
    if (!made.decisions.some(({ status }) => status === 'HELD')) continue
    const user = world.inputOf(row.id).findUser(made.userId)
    if (user) users.set(user.id, user)
  }
  return users
}

/** Locks those that are still PENDING and that nobody else has. Answers their ids. */
async function claim({ sql }: Database, ids: readonly string[]): Promise<Set<string>> {
  const { low, high } = idBounds(ids)
  const rows = await sql<{ id: string }[]>`
    select id from notifications
    where id = any(${ids as string[]}::uuid[]) and id between ${low} and ${high} and status = 'PENDING'
    order by id for update skip locked`
  return new Set(rows.map(({ id }) => id))
}

/** Plans those again to which it matters what happened before, in the order of their ids, each after the other. */
async function planWithMemory(
  deps: PlanDeps,
  { sql }: Database,
  world: PlanningWorld,
  items: readonly Item[],
  now: Date,
) {
  const asked = items.flatMap((item) => item.asked ?? [])
  if (asked.length === 0) return null
  await lockRecipients(sql, asked)
  const memory = await readMemory(sql, asked)
  for (const item of items) {
    if (item.asked === null) continue
    item.made = decideOne(deps, world, item.row, memory)
    item.rows = planRows(item.row, item.made, now)
    takeIn(memory, item.row.id, item.made, item.rows.deliveries, now)
  }
  return memory
}

/**
 * Writes what became of them. Answers the ids of those that were still PENDING. They are joined to their rows by the
 * index before anything else: with no statistics yet, as in a new month, PostgreSQL would compare each with each.
 */
async function storeOutcomes(
  { sql }: Database,
  items: readonly Item[],
  sensitive: readonly string[],
  now: Date,
): Promise<Set<string>> {
  if (items.length === 0) return new Set()
  const { low, high } = idBounds(items.map(({ row }) => row.id))
  const { plans, placeOf } = distinctPlans(items)
  const outcomes = items.map(({ row, made, rows }) => ({
    ...rows.outcome,
    ...(row.source === 'sql' ? idsOf(row) : noIds),
    plan: placeOf(made),
  }))
  const of = (column: keyof (typeof outcomes)[number]) => arrayLiteral(outcomes, column)
  const won = await sql<{ id: string }[]>`
    with mine as materialized (
      select x.*, p.steps
      from unnest(${of('id')}::text::uuid[], ${of('status')}::text::text[], ${of('status_reason')}::text::text[],
          ${of('error_message')}::text::text[], ${of('workflow_id')}::text::uuid[], ${of('user_id')}::text::uuid[],
          ${of('recipient')}::text::text[], ${of('plan')}::text::integer[], ${of('customer_id')}::text::text[],
          ${of('runner_id')}::text::text[], ${of('order_id')}::text::text[], ${of('correlation_id')}::text::text[],
          ${of('source_service')}::text::text[]
        ) as x(id, status, status_reason, error_message, workflow_id, user_id, recipient, plan, customer_id, runner_id,
          order_id, correlation_id, source_service)
        join unnest(${arrayLiteral(plans, 'steps')}::text::jsonb[]) with ordinality as p(steps, place) on p.place = x.plan
        join notifications n on n.id = x.id
      where n.id between ${low} and ${high} and n.status = 'PENDING'
      order by n.id for update of n skip locked
    )
    update notifications n set status = x.status, status_reason = x.status_reason,
      error_message = x.error_message, workflow_id = x.workflow_id, user_id = coalesce(x.user_id, n.user_id),
      recipient = x.recipient, sensitive = n.sensitive or x.id = any(${sensitive as string[]}::uuid[]),
      plan = x.steps, customer_id = coalesce(x.customer_id, n.customer_id),
      runner_id = coalesce(x.runner_id, n.runner_id), order_id = coalesce(x.order_id, n.order_id),
      correlation_id = coalesce(x.correlation_id, n.correlation_id),
      source_service = coalesce(x.source_service, n.source_service),
      planned_at = ${now.toISOString()}::timestamptz
    from mine x
    where n.id = x.id and n.id between ${low} and ${high}
    returning n.id`
  return new Set(won.map(({ id }) => id))
}

/** Most of a chunk are decided alike: each list of steps goes to PostgreSQL once. Places count from 1. */
function distinctPlans(items: readonly Item[]) {
  const places = new Map<string, number>()
  const plans: { steps: Plan['steps'] }[] = []
  const keyOf = ({ steps }: Plan) => {
    let key = ''
    for (const { code, outcome, text, channel, until } of steps) {
      key += `${code}\t${outcome}\t${channel}\t${until}\t${text}\n`
    }
    return key
  }
  const ofPlan = new Map<Plan, number>()
  for (const { made } of items) {
    const key = keyOf(made)
    let place = places.get(key)
    if (place === undefined) {
      place = plans.push({ steps: made.steps })
      places.set(key, place)
    }
    ofPlan.set(made, place)
  }
  return { plans, placeOf: (made: Plan) => ofPlan.get(made) ?? 0 }
}
