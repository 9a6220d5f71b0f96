/**
 * What ours is compared with: node:http alone, which parses the JSON and stores the event. `group`: by the same group
 * commit as ours. `single`: one transaction with an insert and `add_job` per request. No routes, keys or checks.
 */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import { createDatabase } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { getEnv } from '#server/env.ts'
import { createIngest } from '#server/ingest/accept.ts'
import type { IncomingEvent } from '#server/ingest/event-row.ts'

const SINGLE_CONNECTIONS = 20

const { port, database } = getEnv()
const single = process.argv[2] === 'single'
const db = createDatabase({
  url: database.url ?? '',
  schema: database.schema,
  applicationName: 'bench bare',
  max: single ? SINGLE_CONNECTIONS : 3,
  noSeqScan: true,
})
const ingest = createIngest(db)

async function storeAlone(event: IncomingEvent): Promise<string> {
  const id = newId()
  await db.sql.begin((tx) => [
    tx`insert into notifications (id, event_type, source, trace_id, payload, created_at)
      values (${id}, ${event.eventType}, ${event.source}, ${event.traceId},
        ${JSON.stringify(event.payload)}::text::jsonb, now())`,
    tx`select 1 from graphile_worker.add_job('notifications.plan',
      ${JSON.stringify({ ids: [id] })}::text::json, max_attempts => 5)`,
  ])
  return id
}

async function answer(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const payload = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>
  const event: IncomingEvent = {
    source: 'api',
    sourceName: null,
    eventType: String(payload.type),
    traceId: randomUUID(),
    payload,
    idempotency: null,
  }
  const id = single ? await storeAlone(event) : (await ingest.accept(event)).notificationId
  return JSON.stringify({ notification_id: id })
}

const server = createServer((request, response) => {
  answer(request).then(
    (text) => response.setHeader('Content-Type', 'application/json').end(text),
    (error: unknown) => {
      console.error(error)
      response.writeHead(500).end()
    },
  )
})
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
server.listen(port, '127.0.0.1', () => process.send?.({ type: 'ready' }))
