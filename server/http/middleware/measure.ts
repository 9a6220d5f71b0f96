import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { countRequest } from '#server/telemetry/http-timings.ts'
import type { ApiEnv } from '../types.ts'

/** Counts every request by its route's pattern, so that no caller can make up names. */
export const measure: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const began = performance.now()
  await next()
  const route = routePath(c, -1)
  const known = route === '/*' || route === '*' ? 'none' : route
  countRequest(c.req.method, known, c.res.status, performance.now() - began)
}
