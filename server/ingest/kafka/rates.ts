const WINDOW_MS = 60_000

/** Counts by name, and how many per second there were over the last minute (since the start, if that is shorter). */
export class Rates {
  readonly #totals = new Map<string, number>()
  #past: { at: number; totals: Map<string, number> }[] = []

  constructor(now: number) {
    this.#past.push({ at: now, totals: new Map() })
  }

  add(name: string, count: number): void {
    this.#totals.set(name, (this.#totals.get(name) ?? 0) + count)
  }

  get total(): number {
    return sumOf(this.#totals)
  }

  /** To be asked every few seconds; `now` in ms. */
  perSecond(now: number): { of(name: string): number; all: number } {
    // The newest of those that are older than the window stays: the window reaches back to it.
    while (this.#past[1] && this.#past[1].at <= now - WINDOW_MS) this.#past.shift()
    const [since] = this.#past
    const seconds = Math.max(1, (now - (since?.at ?? now)) / 1000)
    const of = (name: string) =>
      rounded(((this.#totals.get(name) ?? 0) - (since?.totals.get(name) ?? 0)) / seconds)
    const past = since ? sumOf(since.totals) : 0
    const all = rounded((this.total - past) / seconds)
    this.#past.push({ at: now, totals: new Map(this.#totals) })
    return { of, all }
  }
}

/** To hundredths: a message a minute is seen, and a rate at rest is not written anew each time. */
const rounded = (rate: number) => Math.round(rate * 100) / 100

const sumOf = (counts: ReadonlyMap<string, number>) =>
  [...counts.values()].reduce((sum, count) => sum + count, 0)
