import type postgres from 'postgres'
import { countFlush } from '#server/telemetry/metrics.ts'
import { type EventRow, ROW_COLUMNS, ROW_RECORD } from './event-row.ts'

/**
 * Stores notifications and one planning job for them, in one statement on the caller's connection: inside its
 * transaction, they exist if and only if that commits. Without rows nothing happens.
 */
export async function storeRows(sql: postgres.ISql, rows: readonly EventRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    with stored as (
      insert into notifications (${sql.unsafe(ROW_COLUMNS)})
      select ${sql.unsafe(ROW_COLUMNS)}
      from json_to_recordset(${JSON.stringify(rows)}::text::json) as x(${sql.unsafe(ROW_RECORD)})
      returning id
    )
    select graphile_worker.add_job('notifications.plan', json_build_object('ids', json_agg(id)), max_attempts => 5)
    from stored`
  countFlush(rows.length)
}
