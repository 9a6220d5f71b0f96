/**
 * The load generator, a process of its own and the same for every server: connections that each send the same request
 * again as soon as it is answered. Written on sockets, because on few cores the generator's own cost is in the figure.
 */
import { connect, type Socket } from 'node:net'
import { percentile } from './figures.ts'

export interface LoadOrder {
  port: number
  path: string
  headers: Readonly<Record<string, string>>
  body: string
  connections: number
  warmMs: number
  measureMs: number
}

export interface LoadResult {
  /** 2xx per second in the measured time. */
  perSecond: number
  p50: number
  p99: number
  /** All 2xx, warming up included. */
  accepted: number
  /** Answers that were not 2xx, by status. */
  refused: Record<string, number>
}

function requestOf({ port, path, headers, body }: LoadOrder): Buffer {
  const all = {
    Host: `127.0.0.1:${port}`,
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
}

/** The status of an answer, once all of it is there; null before. */
function statusOf(answer: Buffer): number | null {
  const end = answer.indexOf('\r\n\r\n')
  if (end === -1) return null
  const head = answer.toString('latin1', 0, end)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  const whole =
    length === undefined
      ? answer.toString('latin1', answer.length - 5) === '0\r\n\r\n'
      : answer.length >= end + 4 + Number(length)
  return whole ? Number(head.slice(9, 12)) : null
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  return socket
}

async function run(order: LoadOrder): Promise<LoadResult> {
  const request = requestOf(order)
  const sockets = await Promise.all(Array.from({ length: order.connections }, () => open(order.port)))
  const from = performance.now() + order.warmMs
  const until = from + order.measureMs
  const times: number[] = []
  const refused: Record<string, number> = {}
  let accepted = 0
  const drive = (socket: Socket) =>
    new Promise<void>((resolve, reject) => {
      let sent = 0
      let answer: Buffer = Buffer.alloc(0)
      const send = () => {
        sent = performance.now()
        socket.write(request)
      }
      socket.on('error', reject)
      socket.on('close', () => reject(new Error('the server closed a connection')))
      socket.on('data', (chunk) => {
        answer = answer.length === 0 ? chunk : Buffer.concat([answer, chunk])
        const status = statusOf(answer)
        if (status === null) return
        answer = Buffer.alloc(0)
        const now = performance.now()
        if (status >= 200 && status < 300) {
          accepted += 1
          if (now >= from && now < until) times.push(now - sent)
        } else refused[status] = (refused[status] ?? 0) + 1
        if (now < until) send()
        else resolve()
      })
      send()
    })
  try {
    await Promise.all(sockets.map(drive))
  } finally {
    for (const socket of sockets) socket.destroy()
  }
  return {
    perSecond: times.length / (order.measureMs / 1000),
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    accepted,
    refused,
  }
}

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
process.on('disconnect', () => process.exit(0))
process.send?.({ type: 'ready' })
