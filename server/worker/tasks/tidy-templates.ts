import type { Task } from 'graphile-worker'
import type { Clock } from '#server/clock.ts'
import type { Database } from '#server/db/client.ts'
import type { Logger } from '#server/telemetry/logger.ts'
import { tidyTemplates } from '#server/templates/tidy.ts'

/** `maintenance.templates`. */
export const tidyTemplatesTask =
  (deps: { db: Database; clock: Clock; log: Logger }): Task =>
  async () => {
    deps.log.info(await tidyTemplates(deps), 'templates.tidied')
  }
