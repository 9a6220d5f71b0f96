import type { Readable } from 'node:stream'
import type { NodemailerError } from 'nodemailer'
import type { ProviderAnswer } from './provider.ts'

/** Replies that ask for a login or refuse it (RFC 4954 §6): the account's matter, not the mail's. */
const loginReplies = new Set([530, 534, 535, 538])
/** RFC 3463 X.4.5, "mail system congestion", and the words that providers use beside other codes. */
const tooFast = /^\d{3}[ -]4\.4\.5\b|\brate\b|throttl|too many|slow down/i
/** Errors of nodemailer about the mail itself, made before anything was sent. */
const badMail = new Set(['EENVELOPE', 'EMESSAGE', 'EMAXRECIPIENTS'])

/**
 * What a failed SMTP call means. `stream` is what the message was read from: null while there was no session, ended
 * once the final dot was handed to the connection. Throws what is no failure of SMTP.
 */
export function smtpFailure(error: unknown, stream: Readable | null): ProviderAnswer {
  if (!isNodemailerError(error)) throw error
  if (error.responseCode) return reply(error, error.responseCode)
  const { message } = error
  const timedOut = error.code === 'EABORT' || error.code === 'ETIMEDOUT'
  const code = timedOut ? 'timeout' : 'connection_lost'
  if (error.code && badMail.has(error.code))
    return { outcome: 'permanent', code: error.code === 'EENVELOPE' ? 'invalid_address' : 'refused', message }
  if (error.code === 'ESTREAM') throw error
  // RFC 5321 §4.2.5: between the final dot and the reply, the server may have taken the mail.
  if (stream?.readableEnded) return { outcome: 'unknown', code, message }
  if (stream || error.code === 'EABORT') return { outcome: 'transient', code, message }
  const cause = (error.originalCode ?? error.code ?? 'network').toLowerCase()
  return { outcome: 'provider_down', code: cause, message, retryAfterMs: null }
}

/** What the server's reply means: RFC 5321 §4.2.1, a 4yz passes and a 5yz does not. */
function reply(error: NodemailerError, status: number): ProviderAnswer {
  const code = `smtp_${status}`
  const message = error.response ?? error.message
  // 421: the service is closing the channel; no word about this mail, and the usual answer to too many.
  if (status === 421 || (status < 500 && tooFast.test(message)))
    return { outcome: 'throttled', code, message, retryAfterMs: null }
  const beforeMail = /^(CONN|EHLO|HELO|LHLO|STARTTLS|AUTH)/.test(error.command ?? '')
  if (beforeMail || loginReplies.has(status))
    return { outcome: 'provider_down', code, message, retryAfterMs: null }
  // 503, bad sequence of commands, speaks of the session; another one can carry the same mail.
  if (status >= 500 && status !== 503) return { outcome: 'permanent', code, message }
  return { outcome: 'transient', code, message }
}

function isNodemailerError(error: unknown): error is NodemailerError {
  return error instanceof Error && 'code' in error && /^E[A-Z0-9]+$/.test(String(error.code))
}
