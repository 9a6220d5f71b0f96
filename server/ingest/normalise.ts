// The contract's "Normalising": which well-known ids an event carries, whatever its producer calls them.

const names = {
  eventType: ['event_type', 'type', 'event_name', 'event', 'name', 'action'],
  customerId: ['customer_id', 'user_id', 'client_id', 'buyer_id', 'patient_id'],
  runnerId: ['runner_id', 'courier_id', 'driver_id'],
  orderId: ['order_id', 'order'],
  correlationId: ['correlation_id', 'trace_id', 'request_id', 'saga_id'],
  sourceService: ['source_service', 'service', 'source', 'producer'],
} as const
/** Where a field is looked for that the top level lacks, in this order. */
export const containers = ['data', 'payload', 'event', 'metadata'] as const

type Field = keyof typeof names
export type NormalisedIds = Record<Field, string | null>

const fields = Object.keys(names) as Field[]

/** snake_case, camelCase, kebab-case and PascalCase of a snake_case name. */
function spellings(name: string): string[] {
  const pascal = name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())
  const camel = name.charAt(0) + pascal.slice(1)
  return [...new Set([name, camel, name.replaceAll('_', '-'), pascal])]
}

interface Meaning {
  /** The field that the name stands for, by its place there, and its rank: the lowest wins. */
  field?: { index: number; rank: number; name: string }
  /** Where to look next, by its place in the order of looking. */
  container?: number
}

/** What a key can mean. An event is read by one pass over its keys: trying every spelling would cost a microsecond each. */
const meanings = new Map<string, Meaning>()
for (const [index, field] of fields.entries()) {
  for (const [rank, name] of names[field]
    .flatMap((one) => spellings(one).map((key) => [one, key]))
    .entries()) {
    const [one = '', key = ''] = name
    meanings.set(key, { field: { index, rank, name: one } })
  }
}
for (const [container, name] of containers.entries()) {
  for (const key of spellings(name)) meanings.set(key, { ...meanings.get(key), container })
}
const idSpellings = spellings('id')

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is longer is no id: an entry of PostgreSQL's B-tree holds 2,704 bytes, and 500 characters are up to 2,000. */
const ID_LENGTH = 500

function scalar(value: unknown): string | null {
  if (typeof value === 'string') return value === '' || value.length > ID_LENGTH ? null : value
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null
}

function idAt(name: string, value: unknown): string | null {
  if (name === 'event') return typeof value === 'string' ? scalar(value) : null
  if (name !== 'order' || !isObject(value)) return scalar(value)
  for (const key of idSpellings) {
    const id = Object.hasOwn(value, key) ? scalar(value[key]) : null
    if (id !== null) return id
  }
  return null
}

/** Fills what is still missing of `found` by the keys of `root`; answers the containers in it, in order. */
function readInto(found: (string | null)[], root: Record<string, unknown>): unknown[] {
  const ranks: (number | undefined)[] = []
  const inside: unknown[] = []
  const open = found.map((value) => value === null)
  for (const key of Object.keys(root)) {
    const meaning = meanings.get(key)
    if (!meaning) continue
    if (meaning.container !== undefined) inside[meaning.container] ??= root[key]
    const { field } = meaning
    if (!field || !open[field.index] || field.rank >= (ranks[field.index] ?? Number.POSITIVE_INFINITY))
      continue
    const value = idAt(field.name, root[key])
    if (value === null) continue
    found[field.index] = value
    ranks[field.index] = field.rank
  }
  return inside
}

/** What an event came with, beside its body. */
export interface Envelope {
  /** By lower-case name: a request's headers, or a Kafka message's as a Map of texts. */
  headers?: { get(name: string): string | null | undefined }
  /** The Kafka topic. */
  topic?: string
}

/**
 * Type and ids at the top level, then in `data`, `payload`, `event`, `metadata`, else (correlation id, source service)
 * in the headers. Numbers become strings, absent ones null. Without any, the service is the topic's name less its
 * ending: `order-events` is `order`.
 */
export function normalise(
  payload: Record<string, unknown>,
  { headers, topic }: Envelope = {},
): NormalisedIds {
  const found: (string | null)[] = fields.map(() => null)
  for (const inner of readInto(found, payload)) if (isObject(inner)) readInto(found, inner)
  const [eventType = null, customerId = null, runnerId = null, orderId = null, correlation, service] = found
  return {
    eventType,
    customerId,
    runnerId,
    orderId,
    correlationId:
      correlation ?? scalar(headers?.get('correlation-id')) ?? scalar(headers?.get('x-correlation-id')),
    sourceService: service ?? scalar(headers?.get('source')) ?? (topic ? serviceOf(topic) : null),
  }
}

const serviceOf = (topic: string): string | null => scalar(topic.replace(/(?<=.)[-_.]events?$/, ''))
