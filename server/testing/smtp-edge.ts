import type { AddressInfo } from 'node:net'
import PostalMime from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { createSmtpProvider, type SmtpOptions } from '#server/delivery/providers/smtp.ts'
import type { ProviderEdge, ReceivedMail } from './provider-conformance.ts'

/** At which moment of a session the server speaks up. */
export type Moment = 'connect' | 'auth' | 'from' | 'to' | 'data'
/** A refusal (`451 4.3.0 later`), or what else the server does then. */
export type Misbehaviour = string | 'hang' | 'cut'

export interface SmtpEdge extends ProviderEdge {
  port: number
  /** From now on, every session gets this at that moment. */
  misbehave(at: Moment, how: Misbehaviour): void
  create(over?: Partial<SmtpOptions>): ReturnType<typeof createSmtpProvider>
  /** The mails as they came, byte for byte. */
  raw(): string[]
}

/** A real SMTP server on loopback (npm `smtp-server`), which can be told to refuse, hang or cut the connection. */
export async function startSmtpEdge(options: SMTPServerOptions = {}): Promise<SmtpEdge> {
  let mails: { raw: string; to: string }[] = []
  let bad: { at: Moment; how: Misbehaviour } | null = null

  const at = (moment: Moment, sessionId: string, done: (error?: Error | null) => void) => {
    if (bad?.at !== moment) return done()
    if (bad.how === 'hang') return
    if (bad.how === 'cut') {
      for (const connection of server.connections)
        if (connection.id === sessionId) connection._socket.destroy()
      return
    }
    const [, code, text] = /^(\d{3}) (.*)$/.exec(bad.how) ?? []
    done(Object.assign(new Error(text), { responseCode: Number(code) }))
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    // Its DNS look-up of the client has nothing to look up here.
    disableReverseLookup: true,
    allowInsecureAuth: true,
    closeTimeout: 500,
    ...options,
    onConnect: (session, done) => at('connect', session.id, done),
    onAuth: (auth, session, done) =>
      at('auth', session.id, (error) => done(error ?? null, { user: auth.username })),
    onMailFrom: (_address, session, done) => at('from', session.id, done),
    onRcptTo: (_address, session, done) => at('to', session.id, done),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () =>
        at('data', session.id, (error) => {
          if (error) return done(error)
          const raw = Buffer.concat(chunks).toString('utf8')
          for (const { address } of session.envelope.rcptTo) mails.push({ raw, to: address })
          done()
        }),
      )
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo

  return {
    port,
    misbehave(moment, how) {
      bad = { at: moment, how }
    },
    create: (over = {}) =>
      createSmtpProvider({
        host: '127.0.0.1',
        port,
        secure: false,
        requireTls: false,
        user: null,
        pass: null,
        dkim: null,
        ...over,
      }),
    raw: () => mails.map(({ raw }) => raw),
    received: () => Promise.all(mails.map(parse)),
    async reset() {
      mails = []
      bad = null
    },
    open: async () => server.connections.size,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function parse({ raw, to }: { raw: string; to: string }): Promise<ReceivedMail> {
  const mail = await PostalMime.parse(raw)
  const shown = (box: { name: string; address?: string | undefined } | undefined) =>
    box ? `${box.name} <${box.address}>` : ''
  return {
    key: mail.messageId ?? '',
    to,
    content: {
      from: shown(mail.from),
      replyTo: shown(mail.replyTo?.[0]),
      subject: mail.subject ?? '',
      html: mail.html ?? '',
      text: mail.text ?? '',
      headers: Object.fromEntries(mail.headers.map(({ key, value }) => [key, value])),
    },
  }
}
