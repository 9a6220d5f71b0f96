import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import type { ApiEnv } from '../types.ts'

// W3C Trace Context, "traceparent": version, trace id, parent id, flags; all-zero ids and version ff are invalid.
const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}/

/** The caller's trace id as a UUID, or a new one. */
export function traceIdOf(traceparent: string | undefined): string {
  const match = traceparent === undefined ? null : TRACEPARENT.exec(traceparent)
  return match ? match.slice(1, 6).join('-') : randomUUID()
}

/** Every answer carries `X-Trace-Id`: set before the handler, so that no answer is taken apart again to add it. */
export const trace: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const traceId = traceIdOf(c.req.header('traceparent'))
  c.set('traceId', traceId)
  c.header('X-Trace-Id', traceId)
  await next()
}
