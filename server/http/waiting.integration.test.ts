import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeDatabases } from '#server/db/pools.ts'
import { seedWorkflows } from '#server/setup/first-start.ts'
import { apiKey, order } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { useEnv } from '#server/testing/env.ts'
import { asMember } from '#server/testing/factories.ts'
import { getApi } from './api.ts'
import { nodeListener } from './node.ts'

let database: TestDatabase
let resetEnv: () => void
let server: Server
let origin: string
let key: string

beforeAll(async () => {
  database = await testDatabase()
  resetEnv = useEnv({ DATABASE_URL: database.url, APP_SECRET: 'x'.repeat(32), POSTGRES_SCHEMA: 'posthorn' })
  await seedWorkflows(asMember(database.db))
  key = await apiKey(database.db)
  server = createServer(nodeListener(getApi()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await closeDatabases()
  resetEnv()
  await database.close()
})

const send = (signal?: AbortSignal) =>
  fetch(`${origin}/v1/notifications`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', Prefer: 'wait=10' },
    body: JSON.stringify(order),
    ...(signal && { signal }),
  })
const pending = async () =>
  (await database.db.sql<{ id: string }[]>`select id from notifications where status = 'PENDING'`).map(
    ({ id }) => id,
  )

test('in front of Next, many callers wait and each hears of its own end', async () => {
  const waiting = Promise.all(Array.from({ length: 50 }, () => send()))
  await expect.poll(async () => (await pending()).length).toBe(50)
  const ids = await pending()
  const failed = ids.slice(0, 20)
  await database.db
    .sql`update notifications set status = case when id = any(${failed}::uuid[]) then 'FAILED' else 'SENT' end`
  const answers = await Promise.all(
    (await waiting).map(async (answer) => ({ answer, body: await answer.json() })),
  )
  for (const { answer, body } of answers) {
    const { notification_id, status } = (body as { data: { notification_id: string; status: string } }).data
    expect([answer.status, answer.headers.get('preference-applied'), status]).toEqual([
      200,
      'wait=10',
      failed.includes(notification_id) ? 'FAILED' : 'SENT',
    ])
  }
})

test('a caller who goes away takes nothing along: what was accepted stays', async () => {
  const gone = new AbortController()
  const waiting = send(gone.signal)
  await expect.poll(async () => (await pending()).length).toBe(1)
  gone.abort()
  await expect(waiting).rejects.toThrow()
  expect(await pending()).toHaveLength(1)
})
