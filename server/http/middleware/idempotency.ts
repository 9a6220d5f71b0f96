import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { Actor } from '#server/context.ts'
import { HttpFault } from '../faults.ts'
import type { ApiEnv } from '../types.ts'

/**
 * The request's `Idempotency-Key` (bare or quoted; draft-ietf-httpapi-idempotency-key-header), scoped; null without.
 * On webhooks, Standard Webhooks' `webhook-id` serves as the key.
 */
export function idempotencyOf(
  c: Context<ApiEnv>,
  actor: Actor,
  body: Uint8Array,
): { scope: string; key: string; bodyHash: string } | null {
  const isWebhook = c.req.path.startsWith('/webhook/')
  const header = c.req.header('idempotency-key') ?? (isWebhook ? c.req.header('webhook-id') : undefined)
  if (header === undefined) return null
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header
  if (!/^[\x20-\x7e]{1,255}$/.test(key) || key.trim() === '') {
    const issue = { path: 'Idempotency-Key', message: 'has 1 to 255 printable ASCII characters' }
    throw new HttpFault('validation_failed', 'The Idempotency-Key is not valid.', { issues: [issue] })
  }
  return {
    scope: `${actor.kind === 'key' ? actor.id : actor.kind} ${c.req.method} ${c.req.path}`,
    key,
    bodyHash: createHash('sha256').update(body).digest('hex'),
  }
}
