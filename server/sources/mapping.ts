import type { SourceMapping } from '#server/db/schema/sources.ts'
import { type Envelope, type NormalisedIds, normalise } from '#server/ingest/normalise.ts'
import { parsePath, valueAt } from './paths.ts'

/** What a webhook source makes of a body. Null: nothing was found. */
export interface MappedEvent {
  eventType: string | null
  /** An e-mail address, or a user's id or external id; null leaves it to the workflow. */
  addressee: string | null
  ids: Omit<NormalisedIds, 'eventType'>
}

/** As long as an event's type may be elsewhere, and as ids that are indexed. */
const TYPE_LENGTH = 200
const ID_LENGTH = 500

const textOf = (value: unknown): string | null => {
  if (typeof value === 'number') return String(value)
  const text = typeof value === 'string' ? value.trim() : ''
  return text === '' || text.length > ID_LENGTH ? null : text
}

/**
 * Reads bodies by a source's mapping. A field with a path is looked for there and nowhere else; one without is found
 * by the contract's *Normalising*.
 */
export function mapperOf(
  mapping: SourceMapping,
): (payload: Record<string, unknown>, headers?: Envelope['headers']) => MappedEvent {
  const reader = (path: string | undefined) => {
    if (path === undefined) return null
    const steps = parsePath(path)
    return (payload: unknown) => (steps ? textOf(valueAt(payload, steps)) : null)
  }
  const { eventType } = mapping
  const type = eventType && 'value' in eventType ? () => eventType.value : reader(eventType?.path)
  const recipient = reader(mapping.recipient)
  const readers = (['customerId', 'runnerId', 'orderId', 'correlationId', 'sourceService'] as const).flatMap(
    (field) => {
      const read = reader(mapping[field])
      return read ? [{ field, read }] : []
    },
  )
  return (payload, headers) => {
    const { eventType: named, ...ids } = normalise(payload, headers ? { headers } : {})
    for (const { field, read } of readers) ids[field] = read(payload)
    const found = type ? type(payload) : named
    return {
      eventType: found !== null && found.length <= TYPE_LENGTH ? found : null,
      addressee: recipient ? recipient(payload) : null,
      ids,
    }
  }
}
