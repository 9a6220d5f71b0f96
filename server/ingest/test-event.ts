import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { authorise, type Context } from '#server/context.ts'
import { parse } from '#server/parse.ts'
import { enabledWorkflows } from '#server/workflows/find.ts'
import type { Ingest } from './accept.ts'
import { checkApiEvent, timesOf } from './check-event.ts'
import { apiEvent } from './event-schemas.ts'
import { sampleData } from './sample-events.ts'

export type TestEventInput = z.input<typeof apiEvent>

/** The event types that can be tried from the browser, each with an example of its data. */
export async function testEvents(
  ctx: Context,
): Promise<{ type: string; name: string; data: Record<string, unknown> }[]> {
  authorise(ctx.actor, 'ingest')
  const all = await enabledWorkflows(ctx.db.orm)
  return all.flatMap(({ eventType, sources, name }) =>
    eventType && sources.includes('api') ? [{ type: eventType, name, data: sampleData(eventType) }] : [],
  )
}

/**
 * Accepts an event from the dashboard, by the same checks and the same way as the API's. Throws `bad_input` naming
 * each bad field, or `unavailable`.
 */
export async function sendTestEvent(
  ctx: Context,
  ingest: Ingest,
  settings: { alertEmail: string | null },
  input: TestEventInput,
): Promise<{ id: string }> {
  authorise(ctx.actor, 'ingest')
  const event = parse(apiEvent, input)
  await checkApiEvent(ctx.db.orm, event, settings)
  const { notificationId } = await ingest.accept({
    source: 'dashboard',
    sourceName: ctx.actor.kind === 'system' ? null : ctx.actor.name,
    eventType: event.type,
    traceId: randomUUID(),
    payload: event,
    idempotency: null,
    ...timesOf(event, ctx.clock.now()),
  })
  return { id: notificationId }
}
