import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { Actor } from '#server/context.ts'
import type { Database } from '#server/db/client.ts'
import { carryOutOnce, type IdempotencyKey } from '#server/idempotency/carry-out-once.ts'
import { setHeader, text } from '../answer.ts'
import { HttpFault } from '../faults.ts'
import type { ApiEnv } from '../types.ts'

/**
 * The request's `Idempotency-Key` (bare or quoted; draft-ietf-httpapi-idempotency-key-header), scoped; null without.
 * On webhooks, Standard Webhooks' `webhook-id` serves as the key.
 */
export function idempotencyOf(c: Context<ApiEnv>, actor: Actor, body: Uint8Array): IdempotencyKey | null {
  const isWebhook = c.req.path.startsWith('/webhook/')
  const webhookId = isWebhook ? c.req.header('webhook-id') : undefined
  const given = c.req.header('idempotency-key')
  // A signature covers the webhook-id alone: by another header a signed request could be carried out again.
  const header = actor.kind === 'source' ? (webhookId ?? given) : (given ?? webhookId)
  if (header === undefined) return null
  const key = header.startsWith('"') ? unquoted(header) : header
  if (!/^[\x20-\x7e]{1,255}$/.test(key) || key.trim() === '') {
    const issue = { path: 'Idempotency-Key', message: 'has 1 to 255 printable ASCII characters' }
    throw new HttpFault('validation_failed', 'The Idempotency-Key is not valid.', { issues: [issue] })
  }
  return {
    scope: `${actor.kind === 'key' || actor.kind === 'source' ? actor.id : actor.kind} ${c.req.method} ${spelledOut(c.req.path)}`,
    key,
    bodyHash: createHash('sha256').update(body).digest('hex'),
  }
}

/** One spelling of a path: what `%73` writes is an `s`, and a signed request that was overheard must not pass again by it. */
function spelledOut(path: string): string {
  if (!path.includes('%')) return path
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** The text of a quoted string (RFC 8941, 3.3.3), empty if it is none. */
const unquoted = (text: string): string =>
  /^"((?:[^"\\]|\\["\\])*)"$/.exec(text)?.[1]?.replaceAll(/\\(.)/g, '$1') ?? ''

/** The handler's answer, or the one that its key got before; the handler's database is the key's transaction. */
export async function answerOnce(
  c: Context<ApiEnv>,
  db: Database,
  key: IdempotencyKey,
  handle: (db: Database) => Promise<Response>,
): Promise<Response> {
  const answer = await carryOutOnce(db, key, c.get('traceId'), async (tx) => {
    const response = await handle(tx)
    return { status: response.status, body: await response.text() }
  })
  if (answer.replayed) setHeader(c, 'Idempotency-Replayed', 'true')
  return text(c, answer.body, answer.status)
}
