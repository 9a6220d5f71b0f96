import type { Logger } from '#server/telemetry/logger.ts'
import type { Client } from './fetcher.ts'
import { partitionName, type Slice } from './partition.ts'

/**
 * Tells Kafka how far the group is, for those who look there: one request at a time, with the newest offsets. A failure
 * is made up by the next; PostgreSQL is what counts.
 */
export class Committer {
  readonly #client: Client
  readonly #log: Logger
  readonly #waiting = new Map<string, Slice>()
  #running: Promise<void> | null = null

  constructor(client: Client, log: Logger) {
    this.#client = client
    this.#log = log
  }

  /** These were stored. */
  add(slices: readonly Slice[]): void {
    for (const slice of slices) this.#waiting.set(partitionName(slice), slice)
    this.#commit()
  }

  /** Resolves when all was told. */
  async done(): Promise<void> {
    while (this.#running) await this.#running
  }

  #commit(): void {
    if (this.#running || this.#waiting.size === 0) return
    const offsets = [...this.#waiting.values()].map(({ topic, partition, next, leaderEpoch }) => ({
      topic,
      partition,
      offset: BigInt(next),
      leaderEpoch,
    }))
    this.#waiting.clear()
    this.#running = this.#client
      .commit({ offsets })
      .catch((error: unknown) => this.#log.debug({ err: error }, 'kafka offsets were not committed'))
      .finally(() => {
        this.#running = null
        this.#commit()
      })
  }
}
