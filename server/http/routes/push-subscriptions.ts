import { z } from 'zod'
import { parse } from '#server/parse.ts'
import { findPublicKey } from '#server/push/vapid.ts'
import { deletePushSubscription } from '#server/push-subscriptions/delete.ts'
import { savePushSubscription } from '#server/push-subscriptions/save.ts'
import { pushSubscription, subscriptionEndpoint } from '#server/push-subscriptions/schemas.ts'
import { userPath } from '#server/users/schemas.ts'
import { enveloped } from '../answer.ts'
import { endpoint } from '../endpoint.ts'
import { readBytes, readJson } from '../middleware/body.ts'
import { envelope, responses } from '../schemas.ts'
import type { Api, ApiDeps } from '../types.ts'

const path = '/v1/users/{user_id}/push-subscriptions'
const tags = ['Users']

const saved = z.object({
  subscription_id: z.uuid(),
  user_id: z.uuid(),
  endpoint: z.string(),
  expires_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
})
/** The keys are those of RFC 8291, Appendix A. */
const example = {
  endpoint: 'https://push.example.com/send/dGVzdA',
  expirationTime: null,
  keys: {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  },
}
const publicKey = z.object({ public_key: z.string() })
const deleted = saved.pick({ subscription_id: true, user_id: true })
const exampleDeleted = {
  subscription_id: '0198f3c4-11aa-7b02-b7d5-08c9a1f4e6d3',
  user_id: '0198f3c2-6b1e-7c44-9a51-2f0d8e7a1b33',
}
const exampleSaved = {
  ...exampleDeleted,
  endpoint: example.endpoint,
  expires_at: null,
  created_at: '2026-11-21T09:30:00.000Z',
}

export function pushSubscriptionRoutes(app: Api, deps: ApiDeps): void {
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/v1/push/public-key',
      summary: 'The key that browsers subscribe with',
      description:
        'For pages of your own: `pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })`. The public ' +
        'half of our VAPID pair (RFC 8292), in base64url. Open: it is no secret.',
      tags,
      scope: null,
      responses: responses(200, envelope(publicKey), 'The key'),
      examples: { answer: { message: 'Public key', data: { public_key: example.keys.p256dh } } },
    },
    async ({ c, ctx }) => {
      const key = await findPublicKey(ctx.db.orm, { push: { vapid: deps.settings().vapid ?? null } })
      return enveloped(c, { public_key: key }, { message: 'Public key' })
    },
  )

  endpoint(
    app,
    deps,
    {
      method: 'post',
      path,
      summary: 'Keep a browser’s push subscription',
      description:
        'The body is a W3C PushSubscription as `toJSON` writes it. An endpoint that is known is updated, and is this ' +
        'user’s from then on: 200.',
      tags,
      scope: 'users',
      creates: true,
      params: userPath,
      body: pushSubscription,
      responses: {
        ...responses(201, envelope(saved), 'Kept'),
        ...responses(200, envelope(saved), 'Known, and updated'),
      },
      examples: { body: example, answer: { message: 'Subscription kept', data: exampleSaved } },
    },
    async ({ c, ctx, params, body }) => {
      const kept = await savePushSubscription(ctx, { ...body, ...params })
      return enveloped(
        c,
        {
          subscription_id: kept.id,
          user_id: kept.userId,
          endpoint: kept.endpoint,
          expires_at: kept.expiresAt?.toISOString() ?? null,
          created_at: kept.createdAt.toISOString(),
        },
        kept.isNew
          ? { status: 201, message: 'Subscription kept' }
          : { status: 200, message: 'Subscription updated' },
      )
    },
  )

  endpoint(
    app,
    deps,
    {
      method: 'delete',
      path,
      summary: 'Forget a browser’s push subscription',
      description: 'The endpoint is named by the query or by a JSON body `{ "endpoint" }`.',
      tags,
      scope: 'users',
      params: userPath,
      query: subscriptionEndpoint.partial(),
      responses: responses(200, envelope(deleted), 'Forgotten'),
      examples: { answer: { message: 'Subscription deleted', data: exampleDeleted } },
    },
    async ({ c, ctx, params, query }) => {
      const named = query.endpoint ? query : await bodyOf(c)
      const { id, userId } = await deletePushSubscription(ctx, { ...named, ...params })
      return enveloped(c, { subscription_id: id, user_id: userId }, { message: 'Subscription deleted' })
    },
  )
}

/** Without a body, of whatever type (Next's mount gives it one), the endpoint is said to be missing. */
async function bodyOf(c: Parameters<typeof readJson>[0]): Promise<z.output<typeof subscriptionEndpoint>> {
  return parse(subscriptionEndpoint, (await readBytes(c)).length > 0 ? (await readJson(c)).value : {})
}
