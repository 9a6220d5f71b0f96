import { eq } from 'drizzle-orm'
import type { Database } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { webhookSources } from '#server/db/schema/sources.ts'
import { normalise } from '#server/ingest/normalise.ts'
import type { PlannableNotification } from '#server/notifications/world.ts'
import { mapperOf } from '#server/sources/mapping.ts'
import type { ParsedExplainInput } from './schemas.ts'

/** Sources whose payloads name their type themselves. */
const ours: readonly string[] = ['api', 'dashboard', 'sql']

/** The notification that an event would be stored as: its type and addressee as its source reads them. */
export async function eventOf(
  { orm }: Pick<Database, 'orm'>,
  { source, payload, user, ...input }: ParsedExplainInput,
): Promise<PlannableNotification> {
  const sourceName = input.sourceName ?? null
  let addressee: string | null = null
  let eventType: string | null
  if (ours.includes(source)) {
    eventType = typeof payload.type === 'string' ? payload.type : null
  } else if (source === 'webhook' && sourceName !== null) {
    const [found] = await orm
      .select({ mapping: webhookSources.mapping })
      .from(webhookSources)
      .where(eq(webhookSources.key, sourceName))
    const mapped = mapperOf(found?.mapping ?? {})(payload)
    ;({ eventType, addressee } = mapped)
  } else {
    eventType = normalise(payload).eventType
  }
  return {
    id: newId(),
    trace_id: newId(),
    event_type: input.eventType ?? eventType,
    source,
    source_name: sourceName,
    payload,
    addressee,
    instead: user ?? null,
    scheduled_at: ours.includes(source) ? timeOf(payload.scheduled_at) : null,
    expires_at: ours.includes(source) ? timeOf(payload.expires_at) : null,
  }
}

/** As the API takes times: from 1970 to before 9999. */
function timeOf(value: unknown): string | null {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return ms >= 0 && ms < Date.UTC(9999, 0) ? new Date(ms).toISOString() : null
}
