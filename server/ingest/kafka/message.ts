import { isUtf8 } from 'node:buffer'
import { newId } from '#server/db/ids.ts'
import { traceIdOf } from '#server/telemetry/trace-id.ts'
import { firstIssue, hasLongNumbers, isTooDeep, MAX_DEPTH, parseExactly } from '../json-text.ts'
import { type NormalisedIds, normalise } from '../normalise.ts'

export type Headers = readonly (readonly [Buffer | null, Buffer | null])[]

/** A Kafka message as a row of `notifications`; what is the same for all of a batch is not here. */
export interface MessageRow {
  id: string
  traceId: string
  eventType: string | null
  ids: NormalisedIds
  /** JSON text: the message as it was sent, or `{ "_raw": … }` where that can't be kept as JSON. */
  payload: string
}

/** A message of Kafka; `value` null is a tombstone. */
export interface Message {
  value: Buffer | null
  headers: Headers
}

/**
 * Makes a row of a message. What is no JSON object, or one that we refuse over HTTP, is kept as text: `{ "_raw": … }`,
 * bytes that no text holds in base64 beside `"_encoding": "base64"`. Never throws.
 */
export function messageRow(message: Message, topic: string): MessageRow {
  const { value } = message
  const text = value !== null && isUtf8(value) ? value.toString() : null
  const payload = text === null ? null : readObject(text)
  if (text === null || payload === null) return rawRow(message, topic)
  const headers = message.headers.length > 0 ? namedHeaders(message.headers) : undefined
  const ids = normalise(payload, { topic, ...(headers && { headers }) })
  const id = newId()
  return {
    id,
    traceId: traceIdOf(headers?.get('traceparent')) ?? id,
    eventType: ids.eventType,
    ids,
    // Stored as it was sent, without being written anew, unless a number would be read back as another one.
    payload: hasLongNumbers(text) ? JSON.stringify(payload) : text,
  }
}

/** The message kept as it is, whatever it is; `asBytes` for text that PostgreSQL refuses. */
export function rawRow({ value, headers }: Message, topic: string, asBytes = false): MessageRow {
  const named = headers.length > 0 ? namedHeaders(headers) : undefined
  const id = newId()
  const ids = normalise({}, { topic, ...(named && { headers: named }) })
  return {
    id,
    traceId: traceIdOf(named?.get('traceparent')) ?? id,
    eventType: null,
    ids,
    payload: rawPayload(value, asBytes),
  }
}

function rawPayload(value: Buffer | null, asBytes: boolean): string {
  if (value === null) return '{"_raw":null}'
  // jsonb has no NUL.
  if (!asBytes && isUtf8(value) && !value.includes(0)) return JSON.stringify({ _raw: value.toString() })
  return JSON.stringify({ _raw: value.toString('base64'), _encoding: 'base64' })
}

/** What can only stand in a text that must be looked at closely; few have it, and looking closely costs time. */
const DOUBTFUL = /\\u|__proto__|constructor|prototype|[eE]\+?\d{3}/

/** The JSON object of a text; null if it is none or one that can't be kept. */
function readObject(text: string): Record<string, unknown> | null {
  // So many brackets do not fit into less.
  if (text.length > MAX_DEPTH && isTooDeep(text)) return null
  let value: unknown
  try {
    value = parseExactly(text)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  if (DOUBTFUL.test(text) && firstIssue(value) !== null) return null
  return value as Record<string, unknown>
}

/** Headers by lower-case name; the last of a name counts, and one that is no UTF-8 text does not. */
function namedHeaders(headers: Headers): Map<string, string> {
  const named = new Map<string, string>()
  for (const [name, value] of headers) {
    if (!name || !value || !isUtf8(value)) continue
    const text = value.toString()
    if (!text.includes('\u0000')) named.set(name.toString().toLowerCase(), text)
  }
  return named
}
