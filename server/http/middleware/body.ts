import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import type { Context } from 'hono'
import { firstIssue, isTooDeep, MAX_DEPTH, parseExactly } from '#server/ingest/json-text.ts'
import { HttpFault } from '../faults.ts'
import type { ApiEnv } from '../types.ts'

const MAX_BYTES = 1024 * 1024
/** A body that is too large is read to its end, so that the caller hears the answer; beyond this, it is cut off. */
const DRAIN_BYTES = 64 * 1024 * 1024
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i

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

/** The body as sent; it can be asked for again. Throws 413. */
export async function readBytes(c: Context<ApiEnv>): Promise<Uint8Array> {
  const had: Uint8Array | undefined = c.get('bytes')
  if (had) return had
  const bytes = await readStream(c)
  c.set('bytes', bytes)
  return bytes
}

async function readStream(c: Context<ApiEnv>): Promise<Uint8Array> {
  const length = Number(c.req.header('content-length') ?? Number.NaN)
  const { incoming, outgoing } = c.env ?? {}
  if (length <= MAX_BYTES && incoming && outgoing) return readIncoming(incoming)
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

/** Node's own stream, without a web stream around it: 4 µs less. */
function readIncoming(incoming: IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const [first] = chunks
      resolve(first && chunks.length === 1 ? first : Buffer.concat(chunks))
    })
    const cut = () => {
      if (!incoming.complete) reject(invalid('The body ended early.'))
    }
    incoming.on('error', cut)
    incoming.on('close', cut)
  })
}

const invalid = (message: string) =>
  new HttpFault('validation_failed', message, { issues: [{ path: '', message }] })

function parse(bytes: Uint8Array): unknown {
  if (!isUtf8(bytes)) throw invalid('The body is not valid UTF-8.')
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString()
    .replace(/^\uFEFF/, '')
  if (isTooDeep(text)) throw invalid(`The body is nested deeper than ${MAX_DEPTH} levels.`)
  try {
    return parseExactly(text)
  } catch (error) {
    throw invalid(`The body is not valid JSON: ${error instanceof Error ? error.message : 'unreadable'}.`)
  }
}
