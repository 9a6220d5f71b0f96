import type { Database } from '#server/db/client.ts'

/** Unlocks every job that these pools of graphile-worker hold; by itself it would wait four hours. */
export async function unlockJobs({ sql }: Database, poolIds: readonly string[]): Promise<void> {
  if (poolIds.length === 0) return
  await sql`select graphile_worker.force_unlock_workers(${poolIds as string[]}::text[])`
}
