import { writeKeyUse } from '#server/api-keys/last-used.ts'
import type { Database } from '#server/db/client.ts'
import { writeLastSeen } from '#server/members/last-seen.ts'
import type { Logger } from '#server/telemetry/logger.ts'

const EVERY_MS = 5_000

/** Writes, beside the requests, when keys were used and members were seen. `stop` writes what is left. */
export function startLastTimes(db: () => Database, log: Logger): { stop(): Promise<void> } {
  let running = Promise.resolve()
  const write = () => {
    running = running.then(async () => {
      const done = await Promise.allSettled([writeKeyUse(db()), writeLastSeen(db())])
      for (const one of done) if (one.status === 'rejected') log.warn({ err: one.reason }, 'last times kept')
    })
    return running
  }
  const timer = setInterval(write, EVERY_MS)
  return {
    stop: () => {
      clearInterval(timer)
      return write()
    },
  }
}
