import type { Task } from 'graphile-worker'
import type { Clock } from '#server/clock.ts'
import type { Database } from '#server/db/client.ts'
import type { Logger } from '#server/telemetry/logger.ts'
import { eraseDeletedUsers } from '#server/users/erase-deleted.ts'

/** `users.erase`. */
export const eraseUsersTask =
  (deps: { db: Database; clock: Clock; log: Logger }): Task =>
  async () => {
    const erased = await eraseDeletedUsers(deps)
    if (erased.users + erased.notifications > 0) deps.log.info(erased, 'users.erased')
  }
