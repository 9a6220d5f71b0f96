import type { Task } from 'graphile-worker'
import type { Clock } from '#server/clock.ts'
import type { Database } from '#server/db/client.ts'
import { forgetPlanned } from '#server/planning-state/forget.ts'
import type { Logger } from '#server/telemetry/logger.ts'
import { tidyImports } from '#server/users/import/tidy.ts'

/** `maintenance.users`. */
export const tidyUsersTask =
  (deps: { db: Database; clock: Clock; log: Logger }): Task =>
  async () => {
    const files = await tidyImports(deps)
    const planned = await forgetPlanned(deps)
    deps.log.info({ files, planned }, 'users.tidied')
  }
