import type { Context } from 'hono'
import { routePath } from 'hono/route'
import { countRequest } from '#server/telemetry/http-timings.ts'
import type { ApiEnv } from '../types.ts'

/** Counts an answered request by its route's pattern, so that no caller can make up names. `began`: `performance.now()`. */
export function measure(c: Context<ApiEnv>, began: number): void {
  const route = routePath(c, -1)
  const known = route === '/*' || route === '*' ? 'none' : route
  countRequest(c.req.method, known, c.res.status, performance.now() - began)
}
