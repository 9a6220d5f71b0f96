import type { Context } from 'hono'
import { z } from 'zod'
import { checkHealth, checkReadiness, type Health } from '#server/health/check.ts'
import { enveloped, json, setHeader } from '../answer.ts'
import { endpoint } from '../endpoint.ts'
import { AWAY_RETRY_S } from '../faults.ts'
import { envelope } from '../schemas.ts'
import type { Api, ApiDeps, ApiEnv } from '../types.ts'

const database = z.enum(['connected', 'disconnected'])
const worker = z.enum(['started', 'stopped', 'unknown'])
const queue = z.object({ ready: z.number().int(), scheduled: z.number().int(), dead: z.number().int() })
const health = z.object({
  status: z.enum(['ok', 'degraded']),
  database,
  worker,
  queue: queue.nullable(),
  kafka: z.enum(['connected', 'failing', 'stopped']).optional(),
  providers: z.record(z.string(), z.string()),
})
const queueState = z.object({ status: z.string(), worker, queue: queue.nullable() })
const readiness = z.object({
  status: z.enum(['ready', 'not ready']),
  detail: z.string().optional(),
  database,
  worker,
})

const exampleHealth = {
  status: 'ok',
  database: 'connected',
  worker: 'started',
  queue: { ready: 0, scheduled: 3, dead: 1 },
  providers: { smtp: 'ok' },
}
/** With the database away the envelope says that it is no success. */
const away = envelope(health).extend({ success: z.literal(false), error: z.literal('unavailable') })

const described = (schema: z.ZodType, away?: z.ZodType) => ({
  200: { description: 'The state', content: { 'application/json': { schema } } },
  ...(away && {
    503: {
      description: 'The database is away, or not ready',
      content: { 'application/json': { schema: away } },
    },
  }),
})

/** 503, with when to come again, unless it is well. */
function statusOf(c: Context<ApiEnv>, isWell: boolean): 200 | 503 {
  if (isWell) return 200
  setHeader(c, 'Retry-After', AWAY_RETRY_S)
  return 503
}

const isThere = ({ database: state }: Pick<Health, 'database'>) => state === 'connected'

export function healthRoutes(app: Api, deps: ApiDeps): void {
  const open = { method: 'get', tags: ['Health'], scope: null } as const

  endpoint(
    app,
    deps,
    {
      ...open,
      path: '/healthcheck',
      summary: 'It answers',
      responses: described(z.object({ status: z.literal('ok'), trace_id: z.uuid() })),
      examples: { answer: { status: 'ok', trace_id: '4bf92f35-77b3-4da6-a3ce-929d0e0e4736' } },
    },
    async ({ c }) => json(c, { status: 'ok', trace_id: c.get('traceId') }),
  )
  endpoint(
    app,
    deps,
    {
      ...open,
      path: '/healthcheck/live',
      summary: 'The process lives; never touches the database',
      responses: described(z.object({ status: z.literal('alive') })),
      examples: { answer: { status: 'alive' } },
    },
    async ({ c }) => json(c, { status: 'alive' }),
  )
  endpoint(
    app,
    deps,
    {
      ...open,
      path: '/healthcheck/ready',
      summary: 'Ready for work',
      responses: described(readiness, readiness),
      examples: { answer: { status: 'ready', database: 'connected', worker: 'started' } },
    },
    async ({ c }) => {
      const found = await checkReadiness(deps.db())
      if (found.worker === 'started') return json(c, { status: 'ready', ...found })
      const detail = found.database === 'connected' ? 'worker not started' : 'database disconnected'
      return json(c, { status: 'not ready', detail, ...found }, statusOf(c, false))
    },
  )
  endpoint(
    app,
    deps,
    {
      ...open,
      path: '/health',
      summary: 'The state of every part',
      responses: described(health, health),
      examples: { answer: exampleHealth },
    },
    async ({ c }) => {
      const found = await checkHealth(deps.db())
      return json(c, found, statusOf(c, isThere(found)))
    },
  )
  endpoint(
    app,
    deps,
    {
      ...open,
      path: '/v1/health',
      summary: 'The same, enveloped',
      responses: described(envelope(health), away),
      examples: { answer: { message: 'Service is ok', data: exampleHealth } },
    },
    async ({ c }) => {
      const found = await checkHealth(deps.db())
      return enveloped(c, found, {
        message: `Service is ${found.status}`,
        status: statusOf(c, isThere(found)),
      })
    },
  )
  endpoint(
    app,
    deps,
    {
      ...open,
      path: '/health/db',
      summary: 'The database',
      responses: described(
        z.object({ status: z.string(), database }),
        z.object({ status: z.string(), database }),
      ),
      examples: { answer: { status: 'ok', database: 'connected' } },
    },
    async ({ c }) => {
      const found = await checkReadiness(deps.db())
      const status = found.database === 'connected' ? 'ok' : 'degraded'
      return json(c, { status, database: found.database }, statusOf(c, isThere(found)))
    },
  )
  endpoint(
    app,
    deps,
    {
      ...open,
      path: '/health/queue',
      summary: 'The queue and its workers',
      responses: described(queueState, queueState),
      examples: { answer: { status: 'ok', worker: 'started', queue: exampleHealth.queue } },
    },
    async ({ c }) => {
      const { database: state, worker: workers, queue: depth } = await checkHealth(deps.db())
      const status = workers === 'started' ? 'ok' : 'degraded'
      return json(c, { status, worker: workers, queue: depth }, statusOf(c, isThere({ database: state })))
    },
  )
}
