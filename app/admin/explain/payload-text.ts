import type { SourceKind } from '#server/db/schema/notifications.ts'
import { locate, parseJsonObject, replaceString } from '../notifications/_test-event/json-text.ts'

/** Whose payloads are `{ type, data }`; those of others are the event's own body. */
const wrapped: readonly SourceKind[] = ['api', 'sql', 'dashboard']
export const isWrapped = (source: SourceKind): boolean => wrapped.includes(source)

/** An event as this source would post it. */
export const payloadOf = (
  source: SourceKind,
  type: string,
  data: Readonly<Record<string, unknown>>,
): Record<string, unknown> => (isWrapped(source) ? { type, data } : { event_type: type, ...data })

/** The type that a wrapped payload names; null: none. */
export function typeIn(text: string): string | null {
  const parsed = parseJsonObject(text)
  return parsed.ok && typeof parsed.value.type === 'string' ? parsed.value.type : null
}

/** The text with another type in it, if it names one; all else as it was written. */
export const withType = (text: string, type: string): string =>
  parseJsonObject(text).ok && locate(text, 'type') && typeIn(text) !== null
    ? replaceString(text, 'type', type)
    : text
