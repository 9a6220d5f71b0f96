import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { traceIdOf } from '#server/telemetry/trace-id.ts'
import type { ApiEnv } from '../types.ts'

/** Every answer carries `X-Trace-Id`: set before the handler, so that no answer is taken apart again to add it. */
export const trace: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const traceId = traceIdOf(c.req.header('traceparent')) ?? randomUUID()
  c.set('traceId', traceId)
  c.header('X-Trace-Id', traceId)
  await next()
}
