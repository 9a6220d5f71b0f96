import type { Clock } from '#server/clock.ts'
import type { Database } from '#server/db/client.ts'
import { enqueue } from '#server/queue/enqueue.ts'

/** So long the rows that were not taken in can be looked at; the counts stay. The file itself goes when it has ended. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000
/** An upload takes no longer, nor waits longer to be begun. */
const WAITED_FOR_MS = 24 * 60 * 60 * 1000
/** Within it, an upload that has taken the time is stored. */
const UPLOAD_BEGINS_MS = 60 * 1000

/**
 * Forgets files that have ended or were never begun and rows that were not taken in long ago, and has imports go on that
 * a worker left: one too many finds nothing to do. Answers how many files were forgotten.
 */
export async function tidyImports({ db, clock }: { db: Database; clock: Clock }): Promise<number> {
  const before = (ms: number) => new Date(clock.now().getTime() - ms).toISOString()
  const abandoned = await db.sql`delete from user_imports
    where state in ('uploading', 'uploaded') and created_at < ${before(WAITED_FOR_MS)}::timestamptz`
  const [old] = await db.sql<{ files: number }[]>`
    with ended as (
      select id, ended_at from user_imports where state in ('done', 'failed', 'cancelled')
    ), old as (
      select id from ended where ended_at < ${before(KEPT_MS)}::timestamptz
    ), errors as (
      delete from user_import_errors e using old where e.import_id = old.id
    ), chunks as (
      delete from user_import_chunks c using ended where c.import_id = ended.id returning c.import_id
    )
    select count(distinct import_id)::int as files from chunks`
  await db.sql`delete from erased_keys k where at < ${before(UPLOAD_BEGINS_MS)}::timestamptz and not exists (
    select 1 from user_imports i where i.state in ('uploading', 'uploaded', 'running') and i.created_at <= k.at)`
  const running = await db.sql<{ id: string }[]>`select id from user_imports where state = 'running'`
  for (const { id } of running) await enqueue(db.sql, 'users.import', { id })
  return abandoned.count + (old?.files ?? 0)
}
