import { type CreateEmailOptions, type ErrorResponse, Resend } from 'resend'
import { addressFailure, furtherHeaders, headerValue } from './header-values.ts'
import { DEDUPLICATES, type EmailProvider, type OutgoingEmail, type ProviderAnswer } from './provider.ts'

export interface ResendOptions {
  apiKey: string
  baseUrl: string
}

type Answer<T> = ({ data: T; error: null } | { data: null; error: ErrorResponse }) & {
  headers: Record<string, string> | null
}

/** The package answers every network failure alike; here the cause is thrown, because refused is not lost. */
class ResendClient extends Resend {
  override async fetchRequest<T>(path: string, options: RequestInit = {}): Promise<Answer<T>> {
    const response = await fetch(`${this.baseUrl}${path}`, options)
    const headers = Object.fromEntries(response.headers)
    const body = jsonOf(await response.text())
    if (response.ok && typeof body?.id === 'string') return { data: body as T, error: null, headers }
    const message = typeof body?.message === 'string' ? body.message : response.statusText
    const name = typeof body?.name === 'string' ? body.name : ''
    const error = { statusCode: response.status, message, name: name as ErrorResponse['name'] }
    return { data: null, error, headers }
  }
}

/**
 * Mail by Resend's HTTP API. It keeps an idempotency key for 24 hours, so within that time sending the same
 * `deliveryId` again makes no second mail.
 */
export function createResendProvider({ apiKey, baseUrl }: ResendOptions): EmailProvider {
  const client = new ResendClient(apiKey, { baseUrl })
  const inFlight = new Set<Promise<ProviderAnswer>>()
  return {
    name: 'resend',
    channel: 'email',
    deduplicates: DEDUPLICATES.resend,
    concurrency: 10,
    async send(email, signal) {
      const call = post(client, email, signal)
      inFlight.add(call)
      return await call.finally(() => inFlight.delete(call))
    },
    async close() {
      await Promise.allSettled(inFlight)
    },
  }
}

async function post(
  client: Resend,
  email: OutgoingEmail,
  signal: AbortSignal | undefined,
): Promise<ProviderAnswer> {
  const unsendable = addressFailure(email)
  if (unsendable) return unsendable
  const payload: CreateEmailOptions = {
    from: headerValue(email.from),
    to: [email.to],
    ...(email.replyTo ? { replyTo: headerValue(email.replyTo) } : {}),
    subject: headerValue(email.subject),
    html: email.html,
    text: email.text,
    headers: furtherHeaders(email),
    // Comes back with every event about the mail, also when the answer to this call is lost.
    tags: [{ name: 'delivery_id', value: email.deliveryId }],
  }
  const idempotencyKey = `delivery/${email.deliveryId}`
  try {
    const { data, error, headers } = await client.emails.send(payload, {
      idempotencyKey,
      ...(signal ? { signal } : {}),
    })
    return error ? refused(error, headers ?? {}) : { outcome: 'sent', providerMessageId: data.id }
  } catch (error) {
    return unreachable(error, signal?.aborted ?? false)
  }
}

/** Statuses that say nothing about the mail: the key, the account, the domain or the address of the API is wrong. */
const notThisMail = new Set([401, 402, 403, 404, 405])
/** Errors with a 4xx status that pass by themselves. */
const passing = new Set(['concurrent_idempotent_requests', 'http_408', 'http_425'])

/** What an error answer means; names and statuses: https://resend.com/docs/api-reference/errors */
function refused(
  { statusCode, name, message }: ErrorResponse,
  headers: Record<string, string>,
): ProviderAnswer {
  const status = statusCode ?? 0
  const code = name && status < 500 ? name : `http_${status}`
  if (status === 429 && !name.endsWith('_quota_exceeded'))
    return { outcome: 'throttled', code, message, retryAfterMs: retryAfterMs(headers) }
  // A used-up quota and a wrong key are the account's matter: another provider may carry the mail.
  if (status === 429 || notThisMail.has(status))
    return { outcome: 'provider_down', code, message, retryAfterMs: retryAfterMs(headers) }
  // Below 400: an answer without an id, from something between us and Resend. Safe to repeat by its key.
  if (status >= 500 || status < 400 || passing.has(code)) return { outcome: 'transient', code, message }
  return { outcome: 'permanent', code, message }
}

/** RFC 9110 §10.2.3, seconds or a date; else Resend's `ratelimit-reset`, in seconds. */
function retryAfterMs(headers: Record<string, string>): number | null {
  const text = headers['retry-after'] ?? headers['ratelimit-reset']
  if (!text) return null
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now()
  return Number.isFinite(ms) ? Math.max(0, Math.round(ms)) : null
}

/** Codes of a connection that stood and was lost: the request may have arrived. Any other never left. */
const lost = /^(ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|UND_ERR_(?!CONNECT_TIMEOUT).*)$/

function unreachable(error: unknown, aborted: boolean): ProviderAnswer {
  if (aborted) return { outcome: 'transient', code: 'timeout', message: 'No answer in time' }
  // fetch throws a TypeError whose cause says what happened; anything else is a bug of ours.
  if (!(error instanceof TypeError) || !(error.cause instanceof Error)) throw error
  const code = 'code' in error.cause ? String(error.cause.code) : ''
  const message = error.cause.message || code || error.message
  if (lost.test(code)) return { outcome: 'transient', code: 'connection_lost', message }
  return { outcome: 'provider_down', code: code.toLowerCase() || 'network', message, retryAfterMs: null }
}

function jsonOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
