import { authorise, type Context } from '#server/context.ts'
import type { DomainError } from '#server/errors.ts'
import { badInput } from '#server/parse.ts'
import type { Accepted, Ingest } from './accept.ts'
import { type CheckedEvent, type CheckSettings, checkEvents } from './check-event.ts'
import { type IncomingEvent, toRow } from './event-row.ts'
import { storeRows } from './store-rows.ts'

/** Events that one call may bring. */
export const BATCH_MAX = 1000

/** Where events of the API come from: the key's name, and the request's trace. */
const origin = ({ actor }: Context, traceId: string) => ({
  source: 'api' as const,
  sourceName: actor.kind === 'key' ? actor.name : null,
  traceId,
})

/**
 * Accepts one event of the API, by its `type` or its `template_key`. Throws `bad_input`, `not_found` naming the user
 * or template, `unprocessable`, `idempotency_mismatch`, `unavailable`.
 */
export async function acceptEvent(
  ctx: Context,
  ingest: Ingest,
  settings: CheckSettings,
  input: { body: unknown; traceId: string; idempotency: IncomingEvent['idempotency'] },
): Promise<Accepted> {
  authorise(ctx.actor, 'ingest')
  const [checked] = await checkEvents(ctx.db.orm, [input.body], settings, ctx.clock.now())
  if (!checked || checked instanceof Error) {
    // What was good when it came first keeps its answer, even if its user or template is gone by now.
    const first = input.idempotency && (await ingest.repeated(input.idempotency))
    if (first) return first
    throw checked
  }
  return ingest.accept({
    ...origin(ctx, input.traceId),
    ...checked,
    idempotency: input.idempotency,
  })
}

/** What became of one event of a batch. */
export type BatchOutcome = { notificationId: string } | { error: DomainError }

/**
 * Accepts those of a batch that are good, in one transaction with one planning job; a bad one spoils no other. `body`:
 * a list, or `{ notifications: [...] }`. Throws `bad_input` for what is neither, empty, or more than 1,000.
 */
export async function acceptBatch(
  ctx: Context,
  settings: CheckSettings,
  input: { body: unknown; traceId: string },
): Promise<BatchOutcome[]> {
  authorise(ctx.actor, 'ingest')
  const at = new Date().toISOString()
  const checked = await checkEvents(ctx.db.orm, itemsOf(input.body), settings, ctx.clock.now())
  const from = { ...origin(ctx, input.traceId), idempotency: null }
  const outcomes = checked.map((one) => (isChecked(one) ? toRow({ ...from, ...one }, at) : one))
  await storeRows(
    ctx.db,
    outcomes.flatMap((one) => (one instanceof Error ? [] : [one])),
  )
  return outcomes.map((one) => (one instanceof Error ? { error: one } : { notificationId: one.id }))
}

const isChecked = (one: CheckedEvent | DomainError): one is CheckedEvent => !(one instanceof Error)

function itemsOf(body: unknown): readonly unknown[] {
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body)
  const inside = isObject && 'notifications' in body
  const items = inside ? body.notifications : body
  const path = inside ? 'notifications' : ''
  if (!Array.isArray(items)) {
    const message = inside
      ? 'must be a list'
      : 'must be a list of notifications, or have one as “notifications”'
    throw badInput([{ path, message }])
  }
  if (items.length === 0) throw badInput([{ path, message: 'must not be empty' }])
  if (items.length > BATCH_MAX)
    throw badInput([{ path, message: `must not have more than ${BATCH_MAX} items` }])
  return items
}
