import { arrayLiteral } from '#server/db/array-literal.ts'
import { type Database, inTransaction } from '#server/db/client.ts'
import { enqueueByIndex } from '#server/queue/enqueue.ts'
import { countFlush } from '#server/telemetry/metrics.ts'
import type { EventRow } from './event-row.ts'

/**
 * Stores notifications of one source and trace and one planning job for them, in one transaction, or in the one that
 * `db` is inside of: then they exist if and only if that commits. Without rows nothing happens.
 */
export async function storeRows(db: Database, rows: readonly EventRow[]): Promise<void> {
  const [first] = rows
  if (!first) return
  const texts = (column: keyof EventRow) => arrayLiteral(rows, column)
  const job = JSON.stringify({ ids: rows.map(({ id }) => id) })
  // Its JSON has no control characters, so JSON's escapes of that text are those of an array's element.
  const payloads = `{${rows.map(({ payload }) => JSON.stringify(JSON.stringify(payload))).join(',')}}`
  await inTransaction(db, async ({ sql }) => {
    await enqueueByIndex(sql)
    await sql`
      with stored as (
        insert into notifications (id, event_type, user_id, customer_id, runner_id, order_id, correlation_id,
          source_service, addressee, scheduled_at, expires_at, payload, source, source_name, trace_id, created_at)
        select x.*, ${first.source}, ${first.source_name}, ${first.trace_id}::uuid, ${first.created_at}::timestamptz
        from unnest(${texts('id')}::text::uuid[], ${texts('event_type')}::text::text[],
          ${texts('user_id')}::text::uuid[], ${texts('customer_id')}::text::text[],
          ${texts('runner_id')}::text::text[], ${texts('order_id')}::text::text[],
          ${texts('correlation_id')}::text::text[], ${texts('source_service')}::text::text[],
          ${texts('addressee')}::text::text[], ${texts('scheduled_at')}::text::timestamptz[],
          ${texts('expires_at')}::text::timestamptz[], ${payloads}::text::jsonb[]) as x
      )
      select graphile_worker.add_job('notifications.plan', ${job}::text::json, max_attempts => 5)`
  })
  countFlush(rows.length)
}
