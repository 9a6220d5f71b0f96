import type { Channel } from '#server/db/schema/deliveries.ts'
import type { PushOptions } from '#server/db/schema/workflows.ts'

/** One mail, ready to be sent. `deliveryId` is the stable idempotency key: the same for every attempt. */
export interface OutgoingEmail {
  deliveryId: string
  /** `Name <address>` or an address. */
  from: string
  to: string
  replyTo: string | null
  subject: string
  html: string
  text: string
  /** Further headers. `Message-ID` is made by the provider from `deliveryId`. */
  headers: Record<string, string>
}

/** One push message, ready to be encrypted (RFC 8291) and sent (RFC 8030). */
export interface OutgoingPush {
  deliveryId: string
  /** Of the browser's subscription, with its public key and secret, base64url. */
  endpoint: string
  p256dh: string
  auth: string
  /** What the service worker is given, as JSON. */
  payload: string
  /** How many seconds the push service keeps it. */
  ttlS: number
  urgency: PushOptions['urgency']
  /** A waiting message of the same topic is replaced. */
  topic: string | null
}

/** What the provider said. Failures are typed; `code` is short and stable (`smtp_550`, `http_503`, `timeout`). */
export type ProviderAnswer =
  | { outcome: 'sent'; providerMessageId: string | null }
  /** Worth another try by the workflow's retry policy. */
  | { outcome: 'transient'; code: string; message: string }
  /** Will never work: dead letter at once. */
  | { outcome: 'permanent'; code: string; message: string }
  /** Too fast: later, without using up a try. `retryAfterMs`: null if the provider did not say. */
  | { outcome: 'throttled'; code: string; message: string; retryAfterMs: number | null }
  /** Not this message's fault: the next provider of the channel, or wait for the breaker. */
  | { outcome: 'provider_down'; code: string; message: string; retryAfterMs: number | null }
  /** It may have been taken: the connection died, or time ran out, between the last byte and the reply. */
  | { outcome: 'unknown'; code: string; message: string }

/** Which providers make one message of two calls with the same `deliveryId`. */
export const DEDUPLICATES = { resend: true, smtp: false, inbox: true, webpush: true } as const
export type ProviderName = keyof typeof DEDUPLICATES

/** What carries a delivery. `send` never throws for an expected failure; a bug may throw. */
export interface Provider<Message> {
  readonly name: ProviderName
  readonly channel: Channel
  /** Whether sending the same `deliveryId` twice makes one message; then a crash in mid-send is safe to repeat. */
  readonly deduplicates: boolean
  /** Calls at the same time, at most, per process. */
  readonly concurrency: number
  /** Once `signal` is aborted, ends its connection and answers with code `timeout` at once. */
  send(message: Message, signal?: AbortSignal): Promise<ProviderAnswer>
  /** Waits for the calls in flight, then leaves nothing open. */
  close(): Promise<void>
}

export type EmailProvider = Provider<OutgoingEmail>
