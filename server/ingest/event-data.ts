import type { SourceKind } from '#server/db/schema/notifications.ts'

/**
 * What recipients, conditions and templates read of an event: `data` of an API event (`{ type, data }`), else the
 * whole payload.
 */
export function eventData(source: SourceKind, payload: Record<string, unknown>): Record<string, unknown> {
  const { data } = payload
  const enveloped = (source === 'api' || source === 'dashboard') && typeof payload.type === 'string'
  return enveloped && typeof data === 'object' && data !== null && !Array.isArray(data)
    ? (data as Record<string, unknown>)
    : payload
}
