import { eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import { firstIssue } from '#server/ingest/json-text.ts'
import { decide } from '#server/notifications/plan.ts'
import { badInput, parse } from '#server/parse.ts'
import type { PlanSettings } from '#server/planning/plan.ts'
import type { Logger } from '#server/telemetry/logger.ts'
import { type MappedEvent, mapperOf } from './mapping.ts'
import { type TryMappingInput, tryMappingInput } from './schemas.ts'

export interface Trial extends MappedEvent {
  /** The workflow that would take it; null: none listens to this type from this source. */
  workflow: { key: string; name: string } | null
  /** Deliveries that would be made, held or withheld; none: it would only be kept. */
  deliveries: { channel: string; address: string; status: string; templateKey: string; reason: string }[]
  /** Why nothing would be delivered, in words. */
  reason: string | null
}

/**
 * What would become of a body that came to this source now, by a mapping that may not be saved yet. Nothing is stored.
 * Throws `forbidden`, or `bad_input` naming each bad path.
 */
export async function tryMapping(
  ctx: Context,
  { settings, log }: { settings: PlanSettings; log: Logger },
  raw: TryMappingInput,
): Promise<Trial> {
  authorise(ctx.actor, 'read')
  const { key, mapping, payload } = parse(tryMappingInput, raw)
  const issue = firstIssue(payload)
  if (issue) throw badInput([{ ...issue, path: `payload.${issue.path}` }])
  const mapped = mapperOf(mapping)(payload)
  const id = newId()
  const plans = await decide({ db: ctx.db, clock: ctx.clock, settings, log }, [
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
  const deliveries = plan.decisions.map(({ channel, address, status, templateKey, reasonText }) => ({
    channel,
    address,
    status,
    templateKey,
    reason: reasonText,
  }))
  return { ...mapped, workflow, deliveries, reason: null }
}

async function workflowNamed({ db }: Context, id: string): Promise<Trial['workflow']> {
  const [row] = await db.orm
    .select({ key: workflows.key, name: workflows.name })
    .from(workflows)
    .where(eq(workflows.id, id))
  return row ?? null
}
