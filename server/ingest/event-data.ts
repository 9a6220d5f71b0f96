import type { SourceKind } from '#server/db/schema/notifications.ts'
import { containers } from './normalise.ts'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Sources whose payloads have a form of ours: `{ type, data }`, or a request. */
const ours = new Set<SourceKind>(['api', 'dashboard', 'sql'])

/** A template asked for by its key, for one user, without a workflow (`POST /v1/notifications` with `template_key`). */
export interface TemplateRequest {
  /** A user's id or external id, also as `ext:<external id>`. */
  user: string
  templateKey: string
  channels: readonly string[]
  /** Null: the template's. */
  category: string | null
}

/** What a payload asks for when it asks for a template; else null. */
export function templateRequest(
  source: SourceKind,
  payload: Record<string, unknown>,
): TemplateRequest | null {
  const { template_key: templateKey, user_id: user, channels, category } = payload
  if (!ours.has(source) || payload.type !== undefined || typeof templateKey !== 'string') return null
  return {
    user: String(user),
    templateKey,
    channels: Array.isArray(channels) ? [...new Set(channels.map(String))] : ['email'],
    category: typeof category === 'string' && category !== '' ? category : null,
  }
}

/**
 * What recipients, conditions and templates read of an event: `data` of `{ type, data }`, `message_data` of a request
 * for a template, else the whole payload; of a webhook also what stands where its ids are looked for.
 */
export function eventData(source: SourceKind, payload: Record<string, unknown>): Record<string, unknown> {
  if (source === 'webhook') return withContainers(payload)
  if (!ours.has(source)) return payload
  if (templateRequest(source, payload)) return isObject(payload.message_data) ? payload.message_data : {}
  return typeof payload.type === 'string' && isObject(payload.data) ? payload.data : payload
}

/** The payload, and below it what its containers hold: the top level wins, then `data`, as in *Normalising*. */
function withContainers(payload: Record<string, unknown>): Record<string, unknown> {
  const inside = containers.map((name) => payload[name]).filter(isObject)
  return inside.length === 0 ? payload : Object.assign({}, ...inside.toReversed(), payload)
}
