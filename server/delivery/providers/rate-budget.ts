import { type Clock, systemClock } from '#server/clock.ts'

/** Paces calls evenly (a burst would only earn refusals) and keeps the pauses that a provider asks for. */
export class RateBudget {
  readonly #spacingMs: number
  readonly #clock: Clock
  #freeAt = 0
  #pausedUntil = 0

  /** `perSecond`: calls per second, per process; null for no limit of our own. */
  constructor(perSecond: number | null, clock: Clock = systemClock) {
    this.#spacingMs = perSecond === null ? 0 : 1000 / perSecond
    this.#clock = clock
  }

  /**
   * How many milliseconds the caller has to wait for its turn. A turn within `patienceMs` is taken; a later one is
   * not, and is only told.
   */
  reserve(patienceMs: number): number {
    const now = this.#clock.now().getTime()
    const turn = Math.max(now, this.#freeAt, this.#pausedUntil)
    if (turn - now <= patienceMs) this.#freeAt = turn + this.#spacingMs
    return turn - now
  }

  /** No turns for `ms` milliseconds from now. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now().getTime() + ms)
  }
}
