import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#server/db/ids.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { toRow } from './event-row.ts'
import { storeRows } from './store-rows.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

test('texts come back as they were, whatever they hold', async () => {
  const texts = [
    'plain',
    '"',
    '\\',
    '\\"',
    '{a,b}',
    'NULL',
    'null',
    "'",
    'a\nb\tc\r',
    '𝄞 ü \u2028',
    ' ',
    '\\n',
    '$1',
  ]
  const traceId = newId()
  const rows = texts.map((text) =>
    toRow({
      source: 'api',
      sourceName: 'sh"op\\',
      eventType: text,
      traceId,
      payload: { [text]: [text, { deeper: text }], n: 1.5, none: null },
      idempotency: null,
      ids: { customerId: text, runnerId: null, orderId: text, correlationId: null, sourceService: text },
      scheduledAt: new Date('2030-01-02T03:04:05.678Z'),
    }),
  )
  await storeRows(database.db, rows)
  const stored = await database.db.sql`
    select event_type, customer_id, runner_id, order_id, source_service, payload, source, source_name, trace_id,
      scheduled_at, expires_at from notifications where trace_id = ${traceId} order by id`
  expect(stored).toHaveLength(texts.length)
  for (const [i, text] of texts.entries()) {
    expect(stored[i]).toEqual({
      event_type: text,
      customer_id: text,
      runner_id: null,
      order_id: text,
      source_service: text,
      payload: { [text]: [text, { deeper: text }], n: 1.5, none: null },
      source: 'api',
      source_name: 'sh"op\\',
      trace_id: traceId,
      scheduled_at: '2030-01-02 03:04:05.678+00',
      expires_at: null,
    })
  }
})
