const MINUTE_MS = 60_000

/**
 * When things were last used, kept in the process and written in the background: each at most once a minute, its first
 * use with the next write.
 */
export class LastTimes {
  readonly #noted = new Map<string, number>()
  readonly #written = new Map<string, number>()

  note(id: string, now = Date.now()): void {
    this.#noted.set(id, now)
  }

  /** Writes what is due; what could not be written is due again. `at` in milliseconds. */
  async flush(
    write: (times: readonly { id: string; at: number }[]) => Promise<void>,
    now = Date.now(),
  ): Promise<void> {
    for (const [id, at] of this.#written) if (now - at >= MINUTE_MS) this.#written.delete(id)
    const due = [...this.#noted].filter(([id]) => !this.#written.has(id)).map(([id, at]) => ({ id, at }))
    if (due.length === 0) return
    for (const { id } of due) {
      this.#noted.delete(id)
      this.#written.set(id, now)
    }
    try {
      await write(due)
    } catch (error) {
      for (const { id, at } of due) {
        this.#written.delete(id)
        if (!this.#noted.has(id)) this.#noted.set(id, at)
      }
      throw error
    }
  }
}
