import { type Database, inTransaction } from '#server/db/client.ts'
import { enqueueByIndex } from '#server/queue/enqueue.ts'
import { countFlush } from '#server/telemetry/metrics.ts'
import { type EventRow, ROW_COLUMNS, ROW_RECORD } from './event-row.ts'

/**
 * Stores notifications and one planning job for them, in one transaction, or in the one that `db` is inside of: then
 * they exist if and only if that commits. Without rows nothing happens.
 */
export async function storeRows(db: Database, rows: readonly EventRow[]): Promise<void> {
  if (rows.length === 0) return
  await inTransaction(db, async ({ sql }) => {
    await enqueueByIndex(sql)
    await sql`
      with stored as (
        insert into notifications (${sql.unsafe(ROW_COLUMNS)})
        select ${sql.unsafe(ROW_COLUMNS)}
        from json_to_recordset(${JSON.stringify(rows)}::text::json) as x(${sql.unsafe(ROW_RECORD)})
        returning id
      )
      select graphile_worker.add_job('notifications.plan', json_build_object('ids', json_agg(id)), max_attempts => 5)
      from stored`
  })
  countFlush(rows.length)
}
