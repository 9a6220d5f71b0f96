import type { IncomingHttpHeaders } from 'node:http'
import type { ProviderAnswer } from './provider.ts'
import { PRIVATE_ADDRESS } from './push-hosts.ts'

/** An answer of a push service, its body shortened. */
export interface PushResponse {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** Longer ones tell nobody anything. */
const ID_LENGTH = 500

/** The push service's words, if it says any, behind ours. */
const says = (ours: string, { status, body }: PushResponse): string => {
  const words = body.replace(/\s+/g, ' ').trim()
  return `${ours} (${status}${words === '' ? '' : `: ${words.slice(0, 500)}`})`
}

/** What a push service's answer means (RFC 8030 §5, §7.3; RFC 8292 §4.2). */
export function answerOf(response: PushResponse): ProviderAnswer {
  const { status, headers } = response
  const code = `http_${status}`
  if (status >= 200 && status < 300)
    return { outcome: 'sent', providerMessageId: headers.location?.slice(0, ID_LENGTH) ?? null }
  if (status === 404 || status === 410) {
    return {
      outcome: 'permanent',
      code: 'push_gone',
      message: says('The browser is no longer subscribed', response),
    }
  }
  if (status === 429) {
    const message = says('The push service asks for fewer messages', response)
    return { outcome: 'throttled', code, message, retryAfterMs: retryAfterMs(headers['retry-after']) }
  }
  if (status === 408 || status === 425 || status >= 500) {
    return { outcome: 'transient', code, message: says('The push service failed', response) }
  }
  return { outcome: 'permanent', code, message: says(refusals[status] ?? refused(status), response) }
}

const refusals: Record<number, string> = {
  400: 'The push service does not understand the request',
  401: 'The push service does not accept our VAPID key: VAPID_SUBJECT or the key pair may be wrong',
  403: 'The push service does not accept our VAPID key for this browser: it subscribed with another key and must subscribe again',
  413: 'The message is too long for the push service',
}

const refused = (status: number): string =>
  status >= 300 && status < 400
    ? 'The push service sends us elsewhere, which is not followed'
    : 'The push service refused the message'

/** Whoever subscribes chooses the push service, so its word holds no longer than this at once. */
const WAIT_MAX_MS = 60 * 60_000

/** RFC 9110 §10.2.3: seconds, or a date. */
function retryAfterMs(text: string | undefined): number | null {
  if (!text) return null
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now()
  return Number.isNaN(ms) ? null : Math.min(WAIT_MAX_MS, Math.max(0, Math.round(ms)))
}

/** Codes of a connection that stood and was lost: the message may have arrived. */
const lost = /^(ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|ERR_SSL_.*)$/
/** How long a host that can't be reached is left alone. */
const UNREACHABLE_MS = 60_000

/** What a call that brought no answer means. Throws what is no failure of the network. */
export function networkFailure(error: unknown, aborted: boolean): ProviderAnswer {
  if (aborted) return { outcome: 'transient', code: 'timeout', message: 'No answer in time' }
  if (!(error instanceof Error) || !('code' in error)) throw error
  const cause = String(error.code)
  if (cause === PRIVATE_ADDRESS) {
    const message = 'The name of the push service leads to a private address, which is not called.'
    return { outcome: 'permanent', code: 'private_address', message }
  }
  const message = error.message || cause
  if (lost.test(cause) || /^HPE_/.test(cause))
    return { outcome: 'transient', code: 'connection_lost', message }
  // A name may be unknown for good, and a certificate wrong for good: the retry policy ends that, waiting would not.
  if (/^(ENOTFOUND|EAI_|CERT_|ERR_TLS_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(cause)) {
    return { outcome: 'transient', code: cause.toLowerCase(), message }
  }
  return { outcome: 'provider_down', code: cause.toLowerCase(), message, retryAfterMs: UNREACHABLE_MS }
}
