import type { Readable } from 'node:stream'
import { domainToASCII } from 'node:url'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { addressFailure, furtherHeaders, headerValue, mailbox } from './header-values.ts'
import { DEDUPLICATES, type EmailProvider, type OutgoingEmail, type ProviderAnswer } from './provider.ts'
import { smtpFailure } from './smtp-failure.ts'

export interface SmtpOptions {
  host: string
  port: number
  /** TLS from the first byte. */
  secure: boolean
  /** STARTTLS or nothing. */
  requireTls: boolean
  user: string | null
  pass: string | null
  dkim: { domain: string; selector: string; privateKey: string } | null
}

/** A send that tells which stream its message was read from, for that tells how far a lost connection had come. */
interface WatchedMail extends SendMailOptions {
  onStream(stream: Readable): void
}

const CONNECTIONS = 10
/** Nodemailer's own list leaves out List-Unsubscribe-Post; RFC 8058 §4 wants both under the signature. */
const SIGNED_HEADERS =
  'From:Sender:Reply-To:Subject:Date:Message-ID:To:Cc:MIME-Version:Content-Type:Content-Transfer-Encoding:' +
  'In-Reply-To:References:List-Id:List-Help:List-Unsubscribe:List-Unsubscribe-Post:List-Subscribe:List-Post'

/** Mail by SMTP, over a pool of connections. SMTP knows no idempotency key: a mail sent twice arrives twice. */
export function createSmtpProvider(options: SmtpOptions): EmailProvider {
  const { host, port, secure, requireTls, user, pass, dkim } = options
  const transport = createTransport({
    pool: true,
    maxConnections: CONNECTIONS,
    host,
    port,
    secure,
    requireTLS: requireTls,
    ...(user === null ? {} : { auth: { user, pass: pass ?? '' } }),
    ...(dkim
      ? {
          dkim: {
            domainName: dkim.domain,
            keySelector: dkim.selector,
            privateKey: dkim.privateKey,
            headerFieldNames: SIGNED_HEADERS,
          },
        }
      : {}),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  transport.use('stream', (mail, done) => {
    const { message } = mail
    const create = message.createReadStream.bind(message)
    message.createReadStream = (streamOptions) => {
      const stream = create(streamOptions)
      ;(mail.data as WatchedMail).onStream(stream)
      return stream
    }
    done()
  })

  const inFlight = new Set<Promise<ProviderAnswer>>()
  const send = async (email: OutgoingEmail, signal: AbortSignal | undefined): Promise<ProviderAnswer> => {
    const unsendable = addressFailure(email)
    if (unsendable) return unsendable
    let stream: Readable | null = null
    const watched: WatchedMail = { ...compose(email), signal, onStream: (it) => (stream = it) }
    try {
      const { messageId } = await transport.sendMail(watched)
      return { outcome: 'sent', providerMessageId: messageId }
    } catch (error) {
      return smtpFailure(error, stream)
    }
  }
  return {
    name: 'smtp',
    channel: 'email',
    deduplicates: DEDUPLICATES.smtp,
    concurrency: CONNECTIONS,
    async send(email, signal) {
      const call = send(email, signal)
      inFlight.add(call)
      return await call.finally(() => inFlight.delete(call))
    },
    async close() {
      await Promise.allSettled(inFlight)
      transport.close()
    },
  }
}

/** The mail as nodemailer takes it; its addresses have been checked. */
function compose(email: OutgoingEmail): SendMailOptions {
  const from = mailbox(email.from) ?? { name: '', address: email.from }
  const replyTo = email.replyTo && mailbox(email.replyTo)
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1)
  return {
    // Given by hand, so that no header can add a recipient.
    envelope: { from: from.address, to: [email.to] },
    from,
    to: { name: '', address: email.to },
    ...(replyTo ? { replyTo } : {}),
    subject: headerValue(email.subject),
    html: email.html,
    text: email.text,
    headers: furtherHeaders(email),
    messageId: `<${email.deliveryId}@${domainToASCII(domain) || domain}>`,
    xMailer: false,
  }
}
