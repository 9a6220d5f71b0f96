import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { z } from 'zod'
import type { Actor } from '#server/context.ts'
import { databaseGauges } from '#server/health/gauges.ts'
import { processMetrics } from '#server/telemetry/metrics.ts'
import { isWithin } from '../client-address.ts'
import { endpoint } from '../endpoint.ts'
import { authenticate, clientAddress } from '../middleware/auth.ts'
import type { Api, ApiDeps, ApiEnv } from '../types.ts'

/** The version of Prometheus' text format. */
const TEXT = 'text/plain; version=0.0.4; charset=utf-8'
const LOOPBACK = ['127.0.0.0/8', '::1/128']

const hash = (text: string) => createHash('sha256').update(text).digest()

/** A scraper on this machine without credentials, one with `METRICS_TOKEN`, or a key with the scope `read`. */
function scraper(deps: ApiDeps) {
  return async (c: Context<ApiEnv>): Promise<Actor> => {
    const authorization = c.req.header('authorization')
    if (authorization === undefined && c.req.header('x-api-key') === undefined) {
      const address = clientAddress(c, deps)
      if (address !== null && isWithin(address, LOOPBACK)) return { kind: 'system' }
    }
    const { metricsToken } = deps.settings()
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
    if (metricsToken && token && timingSafeEqual(hash(token), hash(metricsToken))) return { kind: 'system' }
    return authenticate(c, deps)
  }
}

export function metricsRoutes(app: Api, deps: ApiDeps): void {
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/metrics',
      summary: 'Metrics for Prometheus',
      description:
        'Text format 0.0.4. Open to this machine; others send a key with the scope `read`, or `METRICS_TOKEN` as a bearer token.',
      tags: ['Health'],
      scope: 'read',
      credentials: scraper(deps),
      // Nobody's from this machine.
      security: ['bearer', 'apiKey', ''],
      responses: {
        200: {
          description: 'Counters and gauges',
          content: { 'text/plain': { schema: z.string() } },
        },
      },
      examples: { answer: 'posthorn_database_up 1\n' },
    },
    async () => {
      const [own, shared] = await Promise.all([processMetrics(), databaseGauges(deps.db())])
      return new Response(`${own}${shared}`, { headers: { 'Content-Type': TEXT } })
    },
  )
}
