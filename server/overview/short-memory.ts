/** For so long an answer is given again; at least 20 times what it cost, so that it never takes over 5 % of a core. */
const LIFETIME_MS = 5_000
const COST_FACTOR = 20

interface Entry {
  until: number
  answer: Promise<unknown>
}

const key = Symbol.for('posthorn.overview')
const holder = globalThis as { [key]?: WeakMap<object, Map<string, Entry>> }

/**
 * What `count` answers, remembered for a few seconds per `owner` (a pool) and `name`. Everybody who looks shares it,
 * also while it is being counted. A failure is not remembered.
 */
export async function remembered<T>(owner: object, name: string, count: () => Promise<T>): Promise<T> {
  holder[key] ??= new WeakMap()
  const entries = holder[key].get(owner) ?? new Map<string, Entry>()
  holder[key].set(owner, entries)
  const known = entries.get(name)
  if (known && known.until > performance.now()) return known.answer as Promise<T>
  for (const [other, { until }] of entries) if (until <= performance.now()) entries.delete(other)
  const started = performance.now()
  const answer = count()
  const entry: Entry = { until: Number.POSITIVE_INFINITY, answer }
  entries.set(name, entry)
  try {
    const value = await answer
    const ended = performance.now()
    entry.until = ended + Math.max(LIFETIME_MS, COST_FACTOR * (ended - started))
    return value
  } catch (error) {
    if (entries.get(name) === entry) entries.delete(name)
    throw error
  }
}
