import { authorise, type Context } from '#server/context.ts'
import type { OpenEndpoint } from '#server/env.ts'

/** The paths that each word of `OPEN_ENDPOINTS` opens. */
const paths: Record<OpenEndpoint, readonly string[]> = {
  webhook: ['POST /webhook/events', 'POST /webhook/{source} of sources with an API key'],
  notifications: ['POST /v1/notifications', 'POST /notify'],
  'send-notification': ['POST /send-notification'],
  order: ['GET /order/{order_id}'],
}

export interface OpenPaths {
  paths: string[]
  /** Networks in CIDR form that need no key there. */
  from: readonly string[]
}

/** What `OPEN_ENDPOINTS` opens to callers without a key, for the dashboard's warning; null: nothing. */
export function openPaths(
  ctx: Context,
  access: { openEndpoints: readonly OpenEndpoint[]; openFrom: readonly string[] },
): OpenPaths | null {
  authorise(ctx.actor, 'read')
  if (access.openEndpoints.length === 0) return null
  return { paths: access.openEndpoints.flatMap((name) => paths[name]), from: access.openFrom }
}
