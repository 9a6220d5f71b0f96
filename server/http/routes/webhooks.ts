import { type OpenAPIHono, z } from '@hono/zod-openapi'
import { webhookEvent } from '#server/ingest/event-schemas.ts'
import { endpoint } from '../endpoint.ts'
import { bareError, responses } from '../schemas.ts'
import type { ApiDeps, ApiEnv } from '../types.ts'

const ack = z.object({ ack: z.literal(true), trace_id: z.uuid() })

export function webhookRoutes(app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void {
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/webhook/events',
      summary: 'Accept an appointment event',
      tags: ['Ingest'],
      scope: 'ingest',
      body: webhookEvent,
      responses: responses(200, ack, 'Stored, with its planning job', bareError),
    },
    async ({ c, body, idempotency }) => {
      const accepted = await deps.ingest().accept({
        source: 'webhook',
        sourceName: 'events',
        eventType: body.event_type,
        traceId: c.get('traceId'),
        payload: body,
        idempotency,
      })
      if (accepted.replayed) c.header('Idempotency-Replayed', 'true')
      return c.json({ ack: true, trace_id: accepted.traceId })
    },
  )
}
