import { authorise, type Context } from '#server/context.ts'
import type { OpenEndpoint } from '#server/env.ts'

/** What each word of `OPEN_ENDPOINTS` opens: the API's own operations, and of webhook sources those with a key. */
export const openedBy: Record<OpenEndpoint, readonly string[]> = {
  webhook: ['POST /webhook/events', 'POST /webhook/{source}'],
  notifications: ['POST /v1/notifications', 'POST /v1/notifications/batch'],
  'send-notification': ['POST /send-notification'],
  order: ['GET /order/{order_id}', 'GET /order/{order_id}/latest'],
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
  return { paths: access.openEndpoints.flatMap((name) => openedBy[name]), from: access.openFrom }
}
