import type { Database } from '#server/db/client.ts'
import { closeDatabases, getDatabase } from '#server/db/pools.ts'
import { freeLeases, settleInterrupted } from '#server/delivery/interrupted.ts'
import { unlockJobs } from '#server/queue/unlock.ts'

/**
 * Frees what a worker that is gone still holds: leases, calls in mid-send, the queue's jobs; then forgets it. Safe to
 * run twice and at the same time; an unknown id does nothing.
 */
export async function releaseDeadWorker(db: Database, workerId: string, now: Date): Promise<void> {
  const [worker] = await db.sql<{ pool_ids: string[] }[]>`select pool_ids from workers where id = ${workerId}`
  await freeLeases(db, workerId)
  while ((await settleInterrupted(db, workerId, now)) > 0);
  await unlockJobs(db, worker?.pool_ids ?? [])
  await db.sql`delete from workers where id = ${workerId}`
}

/** The same on the process's own pool: for the supervisor, after every exit of a worker, clean ones too. */
export async function releaseWorker(workerId: string): Promise<void> {
  try {
    await releaseDeadWorker(getDatabase(), workerId, new Date())
  } finally {
    await closeDatabases()
  }
}
