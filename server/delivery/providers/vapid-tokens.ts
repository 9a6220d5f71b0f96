import webPush from 'web-push'
import { type Clock, systemClock } from '#server/clock.ts'
import type { VapidKeys } from '#server/push/vapid.ts'

/** A token holds for 12 hours (RFC 8292 §2: 24 at most) and is used for 6, so that no clock that is wrong matters. */
const VALID_MS = 12 * 60 * 60_000
const USED_MS = 6 * 60 * 60_000
/** Of so many push services, those used last. */
const KEPT = 500

/** Our signature for each push service, made once for many messages: signing costs more than encrypting. */
export class VapidTokens {
  readonly #keys: VapidKeys
  readonly #subject: string
  readonly #clock: Clock
  readonly #made = new Map<string, { header: string; until: number }>()

  /** `subject`: `mailto:` or `https:`. */
  constructor(keys: VapidKeys, subject: string, clock: Clock = systemClock) {
    this.#keys = keys
    this.#subject = subject
    this.#clock = clock
  }

  /** The `Authorization` header for a push service's origin. */
  header(origin: string): string {
    const now = this.#clock.now().getTime()
    const known = this.#made.get(origin)
    if (known && known.until > now) return known.header
    const { publicKey, privateKey } = this.#keys
    const expires = Math.floor((now + VALID_MS) / 1000)
    const { Authorization: header } = webPush.getVapidHeaders(
      ...([origin, this.#subject, publicKey, privateKey, 'aes128gcm', expires] as const),
    )
    this.#made.delete(origin)
    this.#made.set(origin, { header, until: now + USED_MS })
    const [oldest] = this.#made.keys()
    if (this.#made.size > KEPT && oldest !== undefined) this.#made.delete(oldest)
    return header
  }
}
