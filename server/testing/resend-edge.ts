import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createResendProvider } from '#server/delivery/providers/resend.ts'
import type { ProviderEdge, ReceivedMail } from './provider-conformance.ts'

/** An answer in place of the good one, or what else the server does. */
export type Misbehaviour =
  | { status: number; body: unknown; headers?: Record<string, string> }
  | 'hang'
  | 'cut'

export interface ResendEdge extends ProviderEdge {
  url: string
  misbehave(how: Misbehaviour): void
  /** What the last request brought beside its mail. */
  lastHeaders(): IncomingMessage['headers']
}

interface Payload {
  from: string
  to: string[]
  reply_to?: string
  subject: string
  html: string
  text: string
  headers: Record<string, string>
}

const API_KEY = 're_conformance'

/** Resend's `POST /emails` as its documentation has it, with idempotency keys, on loopback. */
export async function startResendEdge(): Promise<ResendEdge> {
  const kept = new Map<string, { id: string; body: string; payload: Payload }>()
  let bad: Misbehaviour | null = null
  let last: IncomingMessage['headers'] = {}

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    last = request.headers
    if (bad === 'hang') return
    if (bad === 'cut') {
      request.socket.destroy()
      return
    }
    const reply = (status: number, body: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    }
    const refuse = (status: number, name: string) =>
      reply(status, { statusCode: status, name, message: `${name}.` })
    if (bad) return reply(bad.status, bad.body, bad.headers)
    if (request.method !== 'POST' || request.url !== '/emails') return refuse(404, 'not_found')
    if (request.headers.authorization !== `Bearer ${API_KEY}`) return refuse(401, 'missing_api_key')
    const body = Buffer.concat(chunks).toString('utf8')
    const key = String(request.headers['idempotency-key'])
    const known = kept.get(key)
    if (known && known.body !== body) return refuse(409, 'invalid_idempotent_request')
    if (known) return reply(200, { id: known.id })
    const id = crypto.randomUUID()
    kept.set(key, { id, body, payload: JSON.parse(body) as Payload })
    reply(200, { id })
  }
  // Closed at once when idle: fetch's pool is the process's, and no provider's to close.
  const server = createServer({ keepAliveTimeout: 1 }, (request, response) => {
    response.setHeader('connection', 'close')
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url,
    misbehave(how) {
      bad = how
    },
    lastHeaders: () => last,
    create: () => createResendProvider({ apiKey: API_KEY, baseUrl: url }),
    received: async () => [...kept].map(([key, { payload }]) => mailOf(key, payload)),
    async reset() {
      kept.clear()
      bad = null
    },
    open: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function mailOf(key: string, payload: Payload): ReceivedMail {
  return {
    key,
    to: payload.to.join(', '),
    content: {
      from: payload.from,
      replyTo: payload.reply_to ?? '',
      subject: payload.subject,
      html: payload.html,
      text: payload.text,
      headers: Object.fromEntries(
        Object.entries(payload.headers).map(([name, value]) => [name.toLowerCase(), value]),
      ),
    },
  }
}
