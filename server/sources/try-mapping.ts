import { eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import { isDomainError } from '#server/errors.ts'
import { eventData } from '#server/ingest/event-data.ts'
import { firstIssue } from '#server/ingest/json-text.ts'
import { decide } from '#server/notifications/decide.ts'
import { badInput, parse } from '#server/parse.ts'
import type { Decision, PlanSettings } from '#server/planning/types.ts'
import type { RenderEmail } from '#server/rendering/render-email.ts'
import type { Logger } from '#server/telemetry/logger.ts'
import { type MappedEvent, mapperOf } from './mapping.ts'
import { type TryMappingInput, tryMappingInput } from './schemas.ts'

interface TriedDelivery {
  channel: string
  address: string
  status: Decision['status']
  templateKey: string
  reason: string
  /** Of the mail that it would be; null where it is withheld or its template can't be filled. */
  subject: string | null
  /** Why the template can't be filled from this payload. */
  fault: string | null
}

export interface Trial extends MappedEvent {
  /** The workflow that would take it; null: none listens to this type from this source. */
  workflow: { key: string; name: string } | null
  /** Deliveries that would be made, held or withheld; none: it would only be kept. */
  deliveries: TriedDelivery[]
  /** Why nothing would be delivered, in words. */
  reason: string | null
}

/**
 * What would become of a body that came to this source now, by a mapping that may not be saved yet. Nothing is stored.
 * Throws `forbidden`, or `bad_input` naming each bad path.
 */
export async function tryMapping(
  ctx: Context,
  deps: { settings: PlanSettings; log: Logger; render: RenderEmail },
  raw: TryMappingInput,
): Promise<Trial> {
  authorise(ctx.actor, 'read')
  const { key, mapping, payload } = parse(tryMappingInput, raw)
  const issue = firstIssue(payload)
  if (issue) throw badInput([{ ...issue, path: `payload.${issue.path}` }])
  const mapped = mapperOf(mapping)(payload)
  const id = newId()
  const plans = await decide({ db: ctx.db, clock: ctx.clock, settings: deps.settings, log: deps.log }, [
    {
      id,
      event_type: mapped.eventType,
      source: 'webhook',
      source_name: key,
      trace_id: id,
      user_id: null,
      payload,
      addressee: mapped.addressee,
      scheduled_at: null,
      expires_at: null,
    },
  ])
  const plan = plans.get(id)
  const workflow = plan?.workflowId ? await workflowNamed(ctx, plan.workflowId) : null
  if (plan?.kind !== 'deliver') {
    return { ...mapped, workflow, deliveries: [], reason: plan?.reasonText ?? null }
  }
  const data = eventData('webhook', payload)
  const deliveries = await Promise.all(plan.decisions.map((made) => tried(deps.render, made, data)))
  return { ...mapped, workflow, deliveries, reason: null }
}

async function tried(
  render: RenderEmail,
  { channel, address, status, templateKey, templateVersion, locale, reasonText }: Decision,
  data: Record<string, unknown>,
): Promise<TriedDelivery> {
  const delivery = { channel, address, status, templateKey, reason: reasonText }
  if (status === 'WITHHELD') return { ...delivery, subject: null, fault: null }
  const recipient = { name: null, email: address, locale, timezone: null }
  try {
    const { subject } = await render({ templateKey, templateVersion, data, recipient })
    return { ...delivery, subject, fault: null }
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { ...delivery, subject: null, fault: error.message }
  }
}

async function workflowNamed({ db }: Context, id: string): Promise<Trial['workflow']> {
  const [row] = await db.orm
    .select({ key: workflows.key, name: workflows.name })
    .from(workflows)
    .where(eq(workflows.id, id))
  return row ?? null
}
