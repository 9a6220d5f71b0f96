import { createHmac, timingSafeEqual } from 'node:crypto'

// Standard Webhooks 1.0 (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md),
// symmetric signatures. Its own library decodes the body as text first; this works on the bytes as they came.

/** How far the sender's clock may be off, in seconds; older requests could be replays. */
const TOLERANCE_S = 5 * 60
const SECRET = /^whsec_[A-Za-z0-9+/]+={0,2}$/

export interface SignedRequest {
  /** `webhook-id` */
  id: string | undefined
  /** `webhook-timestamp`: seconds since 1970. */
  timestamp: string | undefined
  /** `webhook-signature`: one or more `v1,<base64>`, separated by spaces. */
  signature: string | undefined
  body: Uint8Array
}

/** The key in a secret (`whsec_` and base64 of 24 to 64 bytes, as the specification wants them); null for none. */
export function signingKey(secret: string): Buffer | null {
  if (!SECRET.test(secret)) return null
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  return key.length >= 24 && key.length <= 64 ? key : null
}

/** Whether one of the keys made one of the request's signatures within the last (or next) five minutes. */
export function isSigned(request: SignedRequest, keys: readonly Uint8Array[], now: Date): boolean {
  const { id, timestamp, signature, body } = request
  if (!id || !signature || timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_S) return false
  const given = signature
    .split(' ')
    .flatMap((one) => (one.startsWith('v1,') ? [Buffer.from(one.slice('v1,'.length))] : []))
  let matches = false
  for (const key of keys) {
    const digest = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')
    const expected = Buffer.from(digest)
    for (const one of given) {
      if (one.length === expected.length && timingSafeEqual(one, expected)) matches = true
    }
  }
  return matches
}
