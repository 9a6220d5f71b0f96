import { createPublicKey } from 'node:crypto'
import { z } from 'zod'
import { getEnv } from '#server/env.ts'
import { isPublicHost } from './public-address.ts'

/** A push service's address: https, at a public host (unless `PUSH_ALLOW_PRIVATE`), and nobody's credentials in it. */
const endpoint = z
  .string()
  .max(2_000, 'must have at most 2000 characters')
  .superRefine((text, check) => {
    const fail = (message: string) => check.addIssue({ code: 'custom', message })
    const url = URL.parse(text)
    if (url?.protocol !== 'https:') fail('must be an address that begins with https://')
    else if (url.username !== '' || url.password !== '') fail('must not contain a user or a password')
    else if (!isPublicHost(url.hostname) && !getEnv().push.allowPrivate) fail('must be at a public host')
    // As browsers write URLs; of other signs an index would take fewer.
    else if (/[^!-~]/.test(text)) fail('must be written in ASCII, without spaces')
  })

/** base64url, as `PushSubscription.toJSON` writes it; padding and the older alphabet are taken too. */
function decode(text: string): Buffer | null {
  return /^[\w+/-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64url') : null
}

/** RFC 8291: the user agent's public key, an uncompressed point (65 octets) on P-256. */
function isPublicKey(text: string): boolean {
  const point = decode(text)
  if (point?.length !== 65 || point[0] !== 4) return false
  const half = (from: number) => point.subarray(from, from + 32).toString('base64url')
  try {
    createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: half(1), y: half(33) } })
    return true
  } catch {
    return false
  }
}

const base64url = (text: string) => decode(text)?.toString('base64url') ?? text

/** A W3C PushSubscription, as its `toJSON` writes it. */
export const pushSubscription = z.object({
  endpoint,
  /** Milliseconds since 1970. */
  expirationTime: z.number().min(0).max(8.64e15, 'must be a time in milliseconds').nullish(),
  keys: z.object({
    p256dh: z
      .string()
      .max(200)
      .refine(isPublicKey, 'must be an uncompressed point on P-256 (65 bytes) in base64url')
      .transform(base64url),
    auth: z
      .string()
      .max(100)
      .refine((text) => decode(text)?.length === 16, 'must be 16 bytes in base64url')
      .transform(base64url),
  }),
})
export type PushSubscriptionInput = z.input<typeof pushSubscription>

/** A subscription named by its endpoint; one that was never taken may have any. */
export const subscriptionEndpoint = z.object({
  endpoint: z
    .string()
    .min(1, 'is required')
    .max(2_000)
    .regex(/^\P{Cc}*$/u, 'must not contain control characters'),
})
