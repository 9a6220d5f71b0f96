import type { Context } from 'hono'
import type { Issue } from '#server/errors.ts'
import { HttpFault } from '../faults.ts'
import type { ApiEnv } from '../types.ts'

const MAX_BYTES = 1024 * 1024
/** A body that is too large is read to its end, so that the caller hears the answer; beyond this, it is cut off. */
const DRAIN_BYTES = 64 * 1024 * 1024
const MAX_DEPTH = 64
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i
const utf8 = new TextDecoder('utf-8', { fatal: true })
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype'])

export interface JsonBody {
  value: unknown
  /** As sent. */
  bytes: Uint8Array
}

/** Reads a JSON body. Throws 415, 413, or 400 naming what PostgreSQL or we could not keep. */
export async function readJson(c: Context<ApiEnv>): Promise<JsonBody> {
  if (!JSON_TYPE.test(c.req.header('content-type') ?? '')) {
    throw new HttpFault('unsupported_media_type', 'The body must be JSON (Content-Type: application/json).')
  }
  const bytes = await readBytes(c)
  const value = parse(bytes)
  const issue = firstIssue(value)
  if (issue) throw new HttpFault('validation_failed', 'The body is not acceptable.', { issues: [issue] })
  return { value, bytes }
}

async function readBytes(c: Context<ApiEnv>): Promise<Uint8Array> {
  const length = Number(c.req.header('content-length') ?? Number.NaN)
  if (length <= MAX_BYTES) return new Uint8Array(await c.req.raw.arrayBuffer())
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.length
    if (size <= MAX_BYTES) chunks.push(chunk)
    if (size > DRAIN_BYTES) break
  }
  if (size > MAX_BYTES) throw new HttpFault('payload_too_large', 'The body is larger than 1 MiB.')
  return Buffer.concat(chunks)
}

const invalid = (message: string) =>
  new HttpFault('validation_failed', message, { issues: [{ path: '', message }] })

function parse(bytes: Uint8Array): unknown {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    throw invalid('The body is not valid UTF-8.')
  }
  if (tooDeep(text)) throw invalid(`The body is nested deeper than ${MAX_DEPTH} levels.`)
  try {
    return DIGITS.test(text) ? JSON.parse(text, exactly) : JSON.parse(text)
  } catch (error) {
    throw invalid(`The body is not valid JSON: ${error instanceof Error ? error.message : 'unreadable'}.`)
  }
}

/** So many digits may be more than a double holds (2^53); few bodies have them, and a reviver costs time. */
const DIGITS = /\d{16}/

/** A whole number that would come out as another one becomes a string: ids of 64 bits are kept as they were sent. */
function exactly(_key: string, value: unknown, ...[context]: { source?: string }[]): unknown {
  const isInexact = Number.isInteger(value) && !Number.isSafeInteger(value)
  const source = context?.source ?? ''
  return isInexact && /^-?\d+$/.test(source) ? source : value
}

/** Counted on the text, before parsing: brackets outside of strings. */
function tooDeep(text: string): boolean {
  let depth = 0
  let inString = false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (inString) {
      if (code === 92) i++
      else if (code === 34) inString = false
    } else if (code === 34) inString = true
    else if (code === 123 || code === 91) {
      if (++depth > MAX_DEPTH) return true
    } else if (code === 125 || code === 93) depth--
  }
  return false
}

/** The first string or number that can't be kept (PostgreSQL's jsonb has no NUL, JSON no infinity), or key that could reach an object's prototype. */
function firstIssue(value: unknown, path = ''): Issue | null {
  if (typeof value === 'string') {
    if (value.includes('\u0000')) return { path, message: 'contains a NUL character' }
    return value.isWellFormed() ? null : { path, message: 'contains half a surrogate pair' }
  }
  if (typeof value === 'number' && !Number.isFinite(value)) return { path, message: 'is too large a number' }
  if (typeof value !== 'object' || value === null) return null
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) {
      const issue = firstIssue(item, `${path}[${i}]`)
      if (issue) return issue
    }
    return null
  }
  for (const key of Object.keys(value)) {
    const at = path ? `${path}.${key}` : key
    if (FORBIDDEN_KEYS.has(key)) return { path: at, message: 'is not allowed as a name' }
    if (key.includes('\u0000') || !key.isWellFormed()) return { path: at, message: 'is not a valid name' }
    const issue = firstIssue((value as Record<string, unknown>)[key], at)
    if (issue) return issue
  }
  return null
}
