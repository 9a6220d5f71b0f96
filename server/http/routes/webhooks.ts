import type { Context } from 'hono'
import { z } from 'zod'
import type { Actor } from '#server/context.ts'
import { webhookEvent } from '#server/ingest/event-schemas.ts'
import { isSigned } from '#server/ingest/signature.ts'
import { EVENTS } from '#server/sources/list.ts'
import type { LiveSource } from '#server/sources/live.ts'
import { json, setHeader } from '../answer.ts'
import { endpoint } from '../endpoint.ts'
import { HttpFault, type Refusal, toRefusal } from '../faults.ts'
import { authenticate } from '../middleware/auth.ts'
import { readBytes } from '../middleware/body.ts'
import { limitRate } from '../middleware/rate-limit.ts'
import { responses } from '../schemas.ts'
import type { Api, ApiDeps, ApiEnv } from '../types.ts'

const ack = z.object({ ack: z.literal(true), trace_id: z.uuid() })
const exampleAck = { ack: true, trace_id: '4bf92f35-77b3-4da6-a3ce-929d0e0e4736' }

/** Webhooks: the built-in `events`, and the sources that were made in the dashboard. */
export function webhookRoutes(app: Api, deps: ApiDeps): void {
  app.use('/webhook/:source', async (c, next) => {
    // Afterwards `c.req` speaks of the route that answered.
    const name = c.req.param('source')
    await next()
    if (c.req.method === 'POST') await count(c, name, deps)
  })

  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/webhook/events',
      summary: 'Accept an appointment event',
      tags: ['Ingest'],
      scope: 'ingest',
      open: 'webhook',
      creates: 'itself',
      body: webhookEvent,
      responses: responses(200, ack, 'Stored, with its planning job'),
      examples: {
        body: {
          event_type: 'APPOINTMENT_CREATED',
          appointment_id: 'A123',
          patient_id: 'P9',
          doctor_id: 'D7',
          status: 'created',
        },
        answer: exampleAck,
      },
    },
    async ({ c, body, idempotency }) => {
      const accepted = await deps.ingest().accept({
        source: 'webhook',
        sourceName: EVENTS,
        eventType: body.event_type,
        traceId: c.get('traceId'),
        payload: body,
        idempotency,
      })
      if (accepted.replayed) setHeader(c, 'Idempotency-Replayed', 'true')
      return json(c, { ack: true, trace_id: accepted.traceId })
    },
  )

  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/webhook/{source}',
      summary: 'Accept an event of a webhook source',
      description:
        'Which credentials it wants is the source’s own choice: a Standard Webhooks signature ' +
        '(`webhook-id`, `webhook-timestamp`, `webhook-signature`), an API key, or none.',
      tags: ['Ingest'],
      scope: 'ingest',
      credentials: (c) => admit(c, deps),
      security: ['signature', 'bearer', 'apiKey', ''],
      creates: 'itself',
      params: z.object({ source: z.string() }),
      body: z.record(z.string(), z.unknown(), 'must be an object'),
      responses: responses(200, ack, 'Stored, with its planning job'),
      examples: {
        body: { type: 'invoice.paid', data: { order_id: '123', email: 'ada@example.com' } },
        answer: exampleAck,
      },
    },
    async ({ c, params, body, idempotency }) => {
      const source = await sourceOf(params.source, deps)
      const { eventType, addressee, ids } = source.read(body, c.req.raw.headers)
      const accepted = await deps.ingest().accept({
        source: 'webhook',
        sourceName: source.key,
        eventType,
        traceId: c.get('traceId'),
        payload: body,
        idempotency,
        addressee,
        ids,
      })
      if (accepted.replayed) setHeader(c, 'Idempotency-Replayed', 'true')
      return json(c, { ack: true, trace_id: accepted.traceId })
    },
  )
}

async function sourceOf(key: string, deps: ApiDeps): Promise<LiveSource> {
  const source = await deps.sources().find(key)
  if (source?.enabled) return source
  throw new HttpFault('not_found', 'There is no such webhook source, or it is switched off.')
}

/**
 * Who sends, by the source's own rule; then its rate limit, which strangers can't use up. A signature is judged before
 * anything of the body is read as JSON.
 */
async function admit(c: Context<ApiEnv>, deps: ApiDeps): Promise<Actor> {
  const source = await sourceOf(c.req.param('source') ?? '', deps)
  const actor: Actor =
    source.auth === 'key'
      ? await authenticate(c, deps, { endpoint: 'webhook', scope: 'ingest' })
      : { kind: 'source', id: source.id, name: source.key }
  if (source.auth === 'signature') await checkSignature(c, source, deps.clock.now())
  limitRate(source.id, source.rateLimit)
  return actor
}

async function checkSignature(c: Context<ApiEnv>, source: LiveSource, now: Date): Promise<void> {
  const request = {
    id: c.req.header('webhook-id'),
    timestamp: c.req.header('webhook-timestamp'),
    signature: c.req.header('webhook-signature'),
    body: await readBytes(c),
  }
  if (isSigned(request, source.keysAt(now), now)) return
  throw new HttpFault('unauthorized', 'A valid Standard Webhooks signature is required.')
}

/** Counts the request for its source. Names that nobody made are not counted: a stranger could fill the table. */
async function count(c: Context<ApiEnv>, name: string, deps: ApiDeps): Promise<void> {
  const isKnown =
    name === EVENTS ||
    (await deps
      .sources()
      .find(name)
      .catch(() => null))
  if (!isKnown) return
  if (!c.error) return deps.sourceTraffic().accepted(name)
  const refusal = toRefusal(c.error)
  const reason = reasonOf(refusal)
  deps.sourceTraffic().refused(name, { status: refusal.status, reason, traceId: c.get('traceId') })
}

/** Why, without what the caller hears of the body's own text. */
function reasonOf({ message, issues }: Refusal): string {
  const named = issues.filter(({ path }) => path !== '').slice(0, 3)
  return named.length > 0
    ? named.map((issue) => `${issue.path}: ${issue.message}`).join('; ')
    : message.replace(/^(The body is not valid JSON):.*/s, '$1.')
}
