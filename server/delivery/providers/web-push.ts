import { Agent, request } from 'node:https'
import webPush from 'web-push'
import type { Database } from '#server/db/client.ts'
import type { Env } from '#server/env.ts'
import { findVapidKeys, type VapidKeys } from '#server/push/vapid.ts'
import { isPublicHost } from '#server/push-subscriptions/public-address.ts'
import { removeGone } from '#server/push-subscriptions/remove-gone.ts'
import { logger } from '#server/telemetry/logger.ts'
import type { GuardedProvider } from './guard.ts'
import { DEDUPLICATES, type OutgoingPush, type Provider, type ProviderAnswer } from './provider.ts'
import { guardEachHost, PRIVATE_ADDRESS, publicLookup, type Resolve } from './push-hosts.ts'
import { VapidTokens } from './vapid-tokens.ts'
import { answerOf, networkFailure, type PushResponse } from './web-push-answer.ts'

export interface WebPushOptions {
  keys: VapidKeys
  /** `mailto:` or `https:`. */
  subject: string
  /** Push services at private addresses too. */
  allowPrivate: boolean
  /** Of names; node's by default. */
  resolve?: Resolve
  /** Called with the subscription that a push service says is over. Must not throw. */
  onGone(gone: Pick<OutgoingPush, 'endpoint' | 'p256dh'>): Promise<void>
}

const CONCURRENCY = 100
const PER_HOST = 50
const TIME_LIMIT_MS = 15_000
const UNREADABLE_MS = 5 * 60_000
/** As much of an answer's body as is read, in bytes. */
const BODY_READ = 2_000

/**
 * The providers of push: one, which calls the push service that each browser subscribed at. Reads the VAPID keys; the
 * caller closes it.
 */
export async function createPushProviders(
  env: Pick<Env, 'push' | 'access'>,
  db: Database,
): Promise<GuardedProvider<OutgoingPush>[]> {
  const { subject, allowPrivate } = env.push
  const log = logger()
  const keys = await findVapidKeys(db.orm, env).catch((err: unknown) => {
    // Mail must go out all the same.
    log.error({ err }, 'the VAPID keys can not be read: push waits')
    return null
  })
  if (!keys) return [guardPush(unreadable)]
  if (allowPrivate) log.warn('PUSH_ALLOW_PRIVATE is on: push messages may go to private addresses')
  const provider = createWebPushProvider({
    ...{ keys, subject, allowPrivate },
    // The outcome stands without it: the next message to this browser is told the same.
    onGone: (gone) => removeGone(db, gone).catch((err) => log.error({ err }, 'push.gone was not removed')),
  })
  return [guardPush(provider)]
}

/** Stands in where the key pair was sealed with another `APP_SECRET`: what is due waits, for as long as any outage. */
const unreadable: Provider<OutgoingPush> = {
  ...{ name: 'webpush', channel: 'push', deduplicates: DEDUPLICATES.webpush, concurrency: CONCURRENCY },
  async send() {
    const message = 'The VAPID keys can not be read: APP_SECRET is not the one that they were sealed with.'
    return { outcome: 'provider_down', code: 'vapid_unreadable', message, retryAfterMs: UNREADABLE_MS }
  },
  close: async () => undefined,
}

/** With the limits of each push service, by its host. */
export const guardPush = (provider: Provider<OutgoingPush>): GuardedProvider<OutgoingPush> =>
  guardEachHost(provider, ({ endpoint }) => URL.parse(endpoint)?.host ?? '', {
    perHost: PER_HOST,
    timeLimitMs: TIME_LIMIT_MS,
  })

/**
 * Push messages by RFC 8030, encrypted for the browser (RFC 8291) and signed with our key (RFC 8292). A message sent
 * twice is one notification, since the service worker shows it under its delivery's tag.
 */
export function createWebPushProvider(options: WebPushOptions): Provider<OutgoingPush> {
  const { keys, subject, allowPrivate, onGone } = options
  const agent = new Agent({
    ...{ keepAlive: true, maxSockets: PER_HOST, maxTotalSockets: CONCURRENCY, maxFreeSockets: 20 },
    ...(allowPrivate ? {} : { lookup: publicLookup(options.resolve) }),
  })
  const tokens = new VapidTokens(keys, subject)
  const inFlight = new Set<Promise<ProviderAnswer>>()

  async function send(push: OutgoingPush, signal: AbortSignal | undefined): Promise<ProviderAnswer> {
    const url = URL.parse(push.endpoint)
    if (url?.protocol !== 'https:') {
      const message = 'The subscription’s address does not begin with https://.'
      return { outcome: 'permanent', code: 'invalid_address', message }
    }
    if (push.p256dh === '') {
      return { outcome: 'permanent', code: 'push_gone', message: 'The browser is no longer subscribed.' }
    }
    // No name is looked up for an address written as numbers.
    if (!allowPrivate && !isPublicHost(url.hostname)) {
      return networkFailure(Object.assign(new Error(), { code: PRIVATE_ADDRESS }), false)
    }
    const encrypted = encrypt(push)
    if ('outcome' in encrypted) return encrypted
    const headers = { ...encrypted.headers, Authorization: tokens.header(url.origin) }
    try {
      const response = await post(url, { headers, body: encrypted.body, agent, signal })
      const answer = answerOf(response)
      if (answer.outcome === 'permanent' && answer.code === 'push_gone') await onGone(push)
      return answer
    } catch (error) {
      return networkFailure(error, signal?.aborted ?? false)
    }
  }

  return {
    name: 'webpush',
    channel: 'push',
    deduplicates: DEDUPLICATES.webpush,
    concurrency: CONCURRENCY,
    async send(push, signal) {
      const call = send(push, signal)
      inFlight.add(call)
      return await call.finally(() => inFlight.delete(call))
    },
    async close() {
      await Promise.allSettled(inFlight)
      agent.destroy()
    },
  }
}

type Encrypted = { headers: Record<string, string | number>; body: Buffer }

/** Body and headers but the signature, which is kept per push service. */
function encrypt(push: OutgoingPush): Encrypted | ProviderAnswer {
  const { endpoint, p256dh, auth, payload, ttlS, urgency, topic } = push
  try {
    const { headers, body } = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
      ...{ TTL: ttlS, urgency, contentEncoding: 'aes128gcm' },
      ...(topic === null ? {} : { topic }),
    })
    return { headers: headers as Encrypted['headers'], body }
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    return { outcome: 'permanent', code: 'not_encryptable', message: `It can not be encrypted: ${words}` }
  }
}

interface Call {
  headers: Encrypted['headers']
  body: Buffer
  agent: Agent
  signal: AbortSignal | undefined
}

/** One request; redirects are not followed. A connection that was closed while it lay idle is tried again once. */
function post(url: URL, call: Call, again = true): Promise<PushResponse> {
  const { headers, body, agent, signal } = call
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, agent, ...(signal && { signal }) }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        if (text.length < BODY_READ) text += chunk.slice(0, BODY_READ)
        else response.destroy()
      })
      const done = () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text })
      response.on('end', done)
      // The status has been said: what is cut off after it changes nothing.
      response.on('error', done)
      response.on('close', done)
    })
    sent.on('error', (error) => {
      const stale = sent.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET'
      if (stale && again && !signal?.aborted) post(url, call, false).then(resolve, reject)
      else reject(error)
    })
    sent.end(body)
  })
}
