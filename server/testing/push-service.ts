import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { ownCertificate } from './certificate.ts'
import { type Browser, newBrowser, readVapid, type Vapid } from './push-decrypt.ts'

/** A message as the browser gets it. */
export interface ReceivedPush {
  endpoint: string
  /** Decrypted. */
  payload: string
  headers: IncomingHttpHeaders
  vapid: Vapid
}

/** An answer in place of the good one, or what else the service does. */
export type PushMisbehaviour =
  | { status: number; body?: string; headers?: Record<string, string> }
  | 'hang'
  | 'cut'

export interface PushService {
  origin: string
  /** PEM; who trusts it trusts the service (`NODE_EXTRA_CA_CERTS`). */
  certificate: string
  /** A browser subscribes, for the holder of this VAPID key (base64url). */
  subscribe(vapidKey: string): { endpoint: string; keys: { p256dh: string; auth: string } }
  /** The browser gives it up: 410 from now on. */
  unsubscribe(endpoint: string): void
  received: ReceivedPush[]
  /** What was wrong with requests that it refused. */
  refused: string[]
  misbehave(how: PushMisbehaviour | null): void
  /** Connections that were made, and that are open. */
  connections(): { made: number; open: number }
  close(): Promise<void>
}

const DAY_S = 24 * 60 * 60

let own: ReturnType<typeof ownCertificate> | undefined

/** One for all services of the process: of two authorities with one name, only one is tried. */
function trusted(): ReturnType<typeof ownCertificate> {
  if (!own) {
    own = ownCertificate()
    setDefaultCACertificates([...getCACertificates('default'), own.cert])
  }
  return own
}

/**
 * A push service on loopback that holds us to RFC 8030, 8291 and 8292, and decrypts for its browsers. This process
 * trusts it.
 */
export async function startPushService(): Promise<PushService> {
  const { cert, key } = trusted()
  const browsers = new Map<string, { browser: Browser; vapidKey: string }>()
  const gone = new Set<string>()
  const received: ReceivedPush[] = []
  const refused: string[] = []
  let bad: PushMisbehaviour | null = null
  let made = 0
  let open = 0

  /** Status and words of a refusal; null: it was taken. */
  function take(path: string, headers: IncomingHttpHeaders, body: Buffer): [number, string] | null {
    if (gone.has(path)) return [410, 'The subscription has expired.']
    const subscription = browsers.get(path)
    if (!subscription) return [404, 'There is no such subscription.']
    if (!/^\d+$/.test(headers.ttl ? String(headers.ttl) : '')) return [400, 'TTL is missing (RFC 8030 §5.2).']
    if (headers['content-encoding'] !== 'aes128gcm') return [415, 'Not aes128gcm (RFC 8291 §4).']
    if (body.length > 4096) return [413, 'More than 4096 bytes (RFC 8030 §7.2).']
    if (!/^(very-low|low|normal|high)$/.test(String(headers.urgency)))
      return [400, 'Urgency (RFC 8030 §5.3).']
    if (headers.topic && !/^[\w-]{1,32}$/.test(String(headers.topic))) return [400, 'Topic (RFC 8030 §5.4).']
    let vapid: Vapid
    try {
      vapid = readVapid(headers.authorization)
    } catch (error) {
      return [401, String(error)]
    }
    const { aud, exp, sub } = vapid.claims
    const leftS = exp - Date.now() / 1000
    if (aud !== origin) return [401, `aud is ${aud} (RFC 8292 §2).`]
    if (!(leftS > 0 && leftS <= DAY_S)) return [401, `exp is ${exp} (RFC 8292 §2).`]
    if (!/^(mailto:\S+@\S+|https:\/\/\S+)$/.test(sub)) return [401, `sub is ${sub} (RFC 8292 §2.1).`]
    if (vapid.key !== subscription.vapidKey)
      return [403, 'Another key than it was subscribed with (RFC 8292 §4.2).']
    const payload = subscription.browser.decrypt(body)
    received.push({ endpoint: `${origin}${path}`, payload, headers, vapid })
    return null
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    if (bad === 'hang') return
    if (bad === 'cut') {
      request.socket.destroy()
      return
    }
    if (bad) {
      response.writeHead(bad.status, bad.headers).end(bad.body)
      return
    }
    const refusal = take(request.url ?? '', request.headers, Buffer.concat(chunks))
    if (!refusal) {
      response.writeHead(201, { location: `${origin}/message/${received.length}` }).end()
      return
    }
    refused.push(refusal.join(' '))
    response.writeHead(refusal[0]).end(refusal[1])
  }
  const server = createServer({ cert, key }, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      refused.push(String(error))
      response.writeHead(400).end(String(error))
    })
  })
  server.on('connection', (socket) => {
    made++
    open++
    socket.on('close', () => open--)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`

  return {
    ...{ origin, certificate: cert, received, refused },
    subscribe(vapidKey) {
      const browser = newBrowser()
      const path = `/send/${crypto.randomUUID()}`
      browsers.set(path, { browser, vapidKey })
      return { endpoint: `${origin}${path}`, keys: { p256dh: browser.p256dh, auth: browser.auth } }
    },
    unsubscribe: (endpoint) => gone.add(new URL(endpoint).pathname),
    misbehave(how) {
      bad = how
    },
    connections: () => ({ made, open }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
