/** Upper bounds in seconds, those of Prometheus' clients. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

interface Timing {
  method: string
  route: string
  status: number
  /** Requests by bucket; the last has those beyond every bound. */
  counts: number[]
  /** Seconds. */
  sum: number
}

const key = Symbol.for('posthorn.http_timings')
const holder = globalThis as { [key]?: Map<string, Timing> }
// One for all copies of this module that the process holds.
const timings = (): Map<string, Timing> => (holder[key] ??= new Map())

/** Counts an answered request; `route` is a pattern (`/order/:id`), `ms` how long it took. Some 100 ns. */
export function countRequest(method: string, route: string, status: number, ms: number): void {
  const name = `${status} ${method} ${route}`
  let timing = timings().get(name)
  if (!timing) {
    timing = { method, route, status, counts: Array(BOUNDS.length + 1).fill(0), sum: 0 }
    timings().set(name, timing)
  }
  const seconds = ms / 1000
  let bucket = 0
  while (bucket < BOUNDS.length && seconds > (BOUNDS[bucket] ?? 0)) bucket += 1
  timing.counts[bucket] = (timing.counts[bucket] ?? 0) + 1
  timing.sum += seconds
}

const NAME = 'posthorn_http_request_duration_seconds'

/** The histogram in Prometheus' text format (version 0.0.4). */
export function requestTimings(): string {
  const lines = [
    `# HELP ${NAME} Requests to the public API by route and status, and how long they took.`,
    `# TYPE ${NAME} histogram`,
  ]
  for (const { method, route, status, counts, sum } of timings().values()) {
    const labels = `method="${method}",route="${route.replaceAll(/["\\\n]/g, '_')}",status="${status}"`
    let count = 0
    for (const [i, own] of counts.entries()) {
      count += own
      lines.push(`${NAME}_bucket{${labels},le="${BOUNDS[i] ?? '+Inf'}"} ${count}`)
    }
    lines.push(`${NAME}_sum{${labels}} ${sum}`, `${NAME}_count{${labels}} ${count}`)
  }
  return lines.join('\n')
}
