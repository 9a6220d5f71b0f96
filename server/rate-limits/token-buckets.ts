import { liveReplicas } from './replicas.ts'

interface Bucket {
  tokens: number
  /** Of `performance.now()`. */
  at: number
  /** When it is full again, and as good as none. */
  fullAt: number
}

const MINUTE_MS = 60_000

/**
 * Token buckets: each holds what may come in a minute, and fills evenly. Of a limit every live web replica gives out
 * its share, so that all together keep it without asking each other.
 */
export class TokenBuckets {
  readonly #buckets = new Map<string, Bucket>()
  readonly #replicas: () => number
  readonly #now: () => number
  #sweptAt = 0

  constructor(replicas: () => number, now: () => number = () => performance.now()) {
    this.#replicas = replicas
    this.#now = now
  }

  /** Takes one of `id`'s requests, of which there are `perMinute`. Answers 0, or in how many seconds there is one. */
  take(id: string, perMinute: number): number {
    const share = perMinute / this.#replicas()
    // A share below one would never let anything pass.
    const most = Math.max(1, share)
    const now = this.#now()
    this.#sweep(now)
    const bucket = this.#buckets.get(id) ?? { tokens: most, at: now, fullAt: now }
    bucket.tokens = Math.min(most, bucket.tokens + ((now - bucket.at) * share) / MINUTE_MS)
    bucket.at = now
    this.#buckets.set(id, bucket)
    const passes = bucket.tokens >= 1
    if (passes) bucket.tokens -= 1
    bucket.fullAt = now + ((most - bucket.tokens) * MINUTE_MS) / share
    return passes ? 0 : Math.ceil(((1 - bucket.tokens) * MINUTE_MS) / share / 1000)
  }

  /** How many are kept. */
  get size(): number {
    return this.#buckets.size
  }

  /** Once a minute: whoever may come from anywhere would fill the memory. */
  #sweep(now: number): void {
    if (now - this.#sweptAt < MINUTE_MS) return
    this.#sweptAt = now
    for (const [id, { fullAt }] of this.#buckets) if (fullAt <= now) this.#buckets.delete(id)
  }
}

const key = Symbol.for('posthorn.token_buckets')
const holder = globalThis as { [key]?: TokenBuckets }

/** The process's buckets: of keys and sources, whose ids are UUIDs, and of the recipient's page. */
export function getTokenBuckets(): TokenBuckets {
  holder[key] ??= new TokenBuckets(liveReplicas)
  return holder[key]
}
