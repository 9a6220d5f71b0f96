import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { requestTimings } from './http-timings.ts'

const key = Symbol.for('posthorn.metrics')
interface ProcessMetrics {
  registry: Registry
  accepted: Counter
  flushed: Histogram
}
const holder = globalThis as { [key]?: ProcessMetrics }

/** This process's own metrics; one set for all copies of this module that the process holds. */
function metrics(): ProcessMetrics {
  holder[key] ??= createMetrics()
  return holder[key]
}

function createMetrics(): ProcessMetrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    accepted: new Counter({
      ...{ name: 'posthorn_ingest_accepted_total', registers },
      help: 'Notifications that this process has accepted.',
    }),
    flushed: new Histogram({
      ...{ name: 'posthorn_ingest_flush_size', registers, buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500] },
      help: 'Notifications that were stored together.',
    }),
  }
}

/** Notifications were stored by one statement. */
export function countFlush(notifications: number): void {
  const { accepted, flushed } = metrics()
  accepted.inc(notifications)
  flushed.observe(notifications)
}

/** What this process counts, in Prometheus' text format (version 0.0.4). */
export async function processMetrics(): Promise<string> {
  return `${await metrics().registry.metrics()}\n${requestTimings()}\n`
}
