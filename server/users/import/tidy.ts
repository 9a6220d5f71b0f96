import type { Clock } from '#server/clock.ts'
import type { Database } from '#server/db/client.ts'
import { enqueue } from '#server/queue/enqueue.ts'

/** So long a file and its errors can be looked at; the counts stay. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000
/** An upload takes no longer, nor waits longer to be begun. */
const WAITED_FOR_MS = 24 * 60 * 60 * 1000

/**
 * Forgets files that ended long ago or were never begun, and has imports go on that a worker left: one too many finds
 * nothing to do. Answers how many files were forgotten.
 */
export async function tidyImports({ db, clock }: { db: Database; clock: Clock }): Promise<number> {
  const before = (ms: number) => new Date(clock.now().getTime() - ms).toISOString()
  const abandoned = await db.sql`delete from user_imports
    where state in ('uploading', 'uploaded') and created_at < ${before(WAITED_FOR_MS)}::timestamptz`
  const [old] = await db.sql<{ files: number }[]>`
    with old as (
      select id from user_imports
      where state in ('done', 'failed', 'cancelled') and ended_at < ${before(KEPT_MS)}::timestamptz
    ), errors as (
      delete from user_import_errors e using old where e.import_id = old.id
    ), chunks as (
      delete from user_import_chunks c using old where c.import_id = old.id returning c.import_id
    )
    select count(distinct import_id)::int as files from chunks`
  const running = await db.sql<{ id: string }[]>`select id from user_imports where state = 'running'`
  for (const { id } of running) await enqueue(db.sql, 'users.import', { id })
  return abandoned.count + (old?.files ?? 0)
}
