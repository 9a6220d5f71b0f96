import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** What the server does with a mail once it has read it: null takes it, an SMTP reply refuses it. */
export type Verdict = { code: number; text: string } | null

export interface ReceivedMail {
  to: string
  raw: string
  at: number
}

/** A real SMTP server on loopback. `decide` may take its time: the client waits in the middle of its call. */
export async function startSmtp(decide: (to: string) => Verdict | Promise<Verdict>): Promise<{
  url: string
  received: ReceivedMail[]
  close(): Promise<void>
}> {
  const received: ReceivedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, session, callback) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', async () => {
        const to = session.envelope.rcptTo[0]?.address ?? ''
        const verdict = await decide(to)
        if (verdict) return callback(Object.assign(new Error(verdict.text), { responseCode: verdict.code }))
        received.push({ to, raw: Buffer.concat(chunks).toString(), at: Date.now() })
        callback()
      })
    },
  })
  // A client that is killed in the middle of a call is what one of the specs does.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
