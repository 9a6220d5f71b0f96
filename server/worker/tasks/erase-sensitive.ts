import type { Task } from 'graphile-worker'
import type { Logger } from '#server/telemetry/logger.ts'
import { type EraseSensitiveDeps, eraseSensitive } from '#server/templates/sensitive/erase.ts'

/** `templates.erase_sensitive`. */
export const eraseSensitiveTask =
  (deps: EraseSensitiveDeps & { log: Logger }): Task =>
  async () => {
    const erased = await eraseSensitive(deps)
    if (erased > 0) deps.log.info({ erased }, 'sensitive.erased')
  }
