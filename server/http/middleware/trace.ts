import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { traceIdOf } from '#server/telemetry/trace-id.ts'
import { NodeAnswer } from '../node-answer.ts'
import type { ApiEnv } from '../types.ts'
import { measure } from './measure.ts'

/**
 * Every answer carries `X-Trace-Id`. What the answer's headers are to be is collected beside it, so that one for Node is
 * written at once; a `Response` gets them here. Measured here too: each middleware more would cost a microsecond.
 */
export const trace: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const began = performance.now()
  const traceId = traceIdOf(c.req.header('traceparent')) ?? randomUUID()
  const headers: Record<string, string> = { 'X-Trace-Id': traceId }
  c.set('traceId', traceId)
  c.set('headers', headers)
  await next()
  measure(c, began)
  if (c.res instanceof NodeAnswer) return
  for (const [name, value] of Object.entries(headers)) c.header(name, value)
}
