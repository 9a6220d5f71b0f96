import type { Task } from 'graphile-worker'
import type { Clock } from '#server/clock.ts'
import type { Database } from '#server/db/client.ts'
import { tasks } from '#server/queue/tasks.ts'
import type { Logger } from '#server/telemetry/logger.ts'
import { failImport, runImport } from '#server/users/import/run.ts'

/** `users.import`. One that throws is tried again and goes on where it was; after its last try it has failed. */
export const importUsersTask =
  (deps: { db: Database; clock: Clock; log: Logger }): Task =>
  async (payload, { job }) => {
    const { id } = tasks['users.import'].parse(payload)
    const started = performance.now()
    try {
      const rows = await runImport(deps, id)
      const duration_ms = Math.round(performance.now() - started)
      deps.log.info({ import_id: id, rows, duration_ms }, 'users.imported')
    } catch (err) {
      if (job.attempts < job.max_attempts) throw err
      deps.log.error({ err, import_id: id }, 'users.import: given up')
      await failImport(deps, id, err)
    }
  }
