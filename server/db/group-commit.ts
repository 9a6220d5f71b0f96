interface Waiting<In, Out> {
  item: In
  resolve: (value: Out) => void
  reject: (error: unknown) => void
}

/**
 * Group commit: items submitted while a flush is in flight share the next one. One flush at a time and no timer (a
 * linger of 2 ms halved throughput). If a flush fails for a reason of its own, its items are tried one by one, so that
 * a bad one fails alone; if `fatal` says that all would fail (the database is away), all are rejected at once.
 *
 * `flush` answers in the order of its items.
 */
export class GroupCommit<In, Out> {
  readonly #flush: (items: In[]) => Promise<Out[]>
  readonly #max: number
  readonly #fatal: (error: unknown) => boolean
  #waiting: Waiting<In, Out>[] = []
  #running: Promise<void> | null = null

  constructor(
    flush: (items: In[]) => Promise<Out[]>,
    options: { max?: number; fatal?: (error: unknown) => boolean } = {},
  ) {
    this.#flush = flush
    this.#max = options.max ?? 1000
    this.#fatal = options.fatal ?? (() => false)
  }

  /** How many wait for the next flush. */
  get backlog(): number {
    return this.#waiting.length
  }

  /** Resolves with the item's own answer once its flush has committed; rejects with its own error. */
  submit(item: In): Promise<Out> {
    return new Promise<Out>((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      this.#running ??= this.#run()
    })
  }

  /** Resolves when nothing is waiting or in flight. */
  async drained(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #run(): Promise<void> {
    // One turn of the loop later: what arrived in this turn goes with the first flush.
    await new Promise(setImmediate)
    while (this.#waiting.length > 0) await this.#commit(this.#waiting.splice(0, this.#max))
    this.#running = null
  }

  async #commit(batch: Waiting<In, Out>[]): Promise<void> {
    try {
      const answers = await this.#flush(batch.map(({ item }) => item))
      batch.forEach(({ resolve }, i) => {
        resolve(answers[i] as Out)
      })
    } catch (error) {
      if (batch.length === 1 || this.#fatal(error)) {
        for (const { reject } of batch) reject(error)
        return
      }
      for (const one of batch) await this.#commit([one])
    }
  }
}
