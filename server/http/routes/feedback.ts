import type { Context } from 'hono'
import { z } from 'zod'
import type { Actor } from '#server/context.ts'
import { receiveBounce } from '#server/feedback/receive-bounce.ts'
import { receiveResendEvent } from '#server/feedback/receive-resend-event.ts'
import { resendEvent } from '#server/feedback/resend-event.ts'
import { isSigned, signingKey } from '#server/ingest/signature.ts'
import { json } from '../answer.ts'
import { endpoint } from '../endpoint.ts'
import { HttpFault } from '../faults.ts'
import { readBytes } from '../middleware/body.ts'
import { responses } from '../schemas.ts'
import type { Api, ApiDeps, ApiEnv } from '../types.ts'

const ack = z.object({ ack: z.literal(true), trace_id: z.uuid() })
const exampleAck = { ack: true, trace_id: '4bf92f35-77b3-4da6-a3ce-929d0e0e4736' }
const exampleReport = [
  'Content-Type: multipart/report; report-type=delivery-status; boundary="part"',
  '',
  '--part',
  'Content-Type: message/delivery-status',
  '',
  'Reporting-MTA: dns; mx.example.com',
  '',
  'Final-Recipient: rfc822; user@example.com',
  'Action: failed',
  'Status: 5.1.1',
  '',
  '--part',
  'Content-Type: message/rfc822',
  '',
  'Message-ID: <0198f3c2-6b6a-7d10-8f0e-51c1b6a0e4d2@shop.example>',
  '',
  '--part--',
].join('\r\n')
const REPORT = ['message/rfc822', 'multipart/report']

/** What providers tell of the mails that they took. */
export function feedbackRoutes(app: Api, deps: ApiDeps): void {
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/webhook/resend',
      summary: 'Take an event from Resend',
      description:
        'Applied once, in whatever order events come. Without `RESEND_WEBHOOK_SECRET` there is nothing here.',
      tags: ['Feedback'],
      scope: null,
      security: ['resend'],
      refusals: [404],
      credentials: (c) => admitResend(c, deps),
      body: resendEvent,
      responses: responses(200, ack, 'Applied, or about nothing of ours'),
      examples: {
        body: {
          type: 'email.delivered',
          created_at: '2026-11-21T09:30:02.000Z',
          data: { email_id: '4ef9a417-02e9-4d39-ad75-9611e0fcc33c', to: ['user@example.com'] },
        },
        answer: exampleAck,
      },
    },
    async ({ c, ctx, body }) => {
      await receiveResendEvent(ctx, deps.log(), { id: c.req.header('svix-id') ?? '', event: body })
      return json(c, { ack: true, trace_id: c.get('traceId') })
    },
  )

  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/webhook/bounce',
      summary: 'Take a bounce report',
      description:
        'A delivery status notification (RFC 3464), raw: the whole mail as `message/rfc822`, or its body alone with ' +
        'its own `multipart/report` content type.',
      tags: ['Feedback'],
      scope: 'ingest',
      consumes: REPORT,
      refusals: [422],
      responses: responses(200, ack, 'Applied'),
      examples: { body: exampleReport, answer: exampleAck },
    },
    async ({ c, ctx }) => {
      const contentType = c.req.header('content-type') ?? ''
      if (!REPORT.includes(contentType.replace(/;.*$/s, '').trim().toLowerCase())) {
        throw new HttpFault('unsupported_media_type', `The body must be one of ${REPORT.join(', ')}.`)
      }
      await receiveBounce(ctx, deps.log(), { bytes: await readBytes(c), contentType })
      return json(c, { ack: true, trace_id: c.get('traceId') })
    },
  )
}

/** Resend, by its signature over the bytes as they came. Throws 404 where it is not listened to, 401 for strangers. */
async function admitResend(c: Context<ApiEnv>, deps: ApiDeps): Promise<Actor> {
  const { resendWebhookSecret } = deps.settings()
  const key = resendWebhookSecret === null ? null : signingKey(resendWebhookSecret)
  if (!key)
    throw new HttpFault('not_found', 'Events from Resend are not taken: RESEND_WEBHOOK_SECRET is not set.')
  const request = {
    id: c.req.header('svix-id'),
    timestamp: c.req.header('svix-timestamp'),
    signature: c.req.header('svix-signature'),
    body: await readBytes(c),
  }
  if (isSigned(request, [key], deps.clock.now())) return { kind: 'source', id: 'resend', name: 'Resend' }
  throw new HttpFault('unauthorized', 'A valid signature of Resend is required.')
}
