import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { createIngest } from './accept.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

/** A way to PostgreSQL that can fall silent: it passes nothing on any more, and says nothing of it. */
async function silenceable(url: URL) {
  let silent = false
  const sockets: Socket[] = []
  const server = createServer((near) => {
    const far = connect(Number(url.port), url.hostname)
    sockets.push(near, far)
    near.on('data', (chunk) => silent || far.write(chunk))
    far.on('data', (chunk) => silent || near.write(chunk))
    for (const socket of [near, far]) socket.on('error', () => undefined)
    near.on('close', () => far.destroy())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const through = new URL(url)
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: through.href,
    fallSilent: () => {
      silent = true
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

test('a connection that falls silent holds up one flush, and none after it', async () => {
  const way = await silenceable(new URL(database.url))
  const pool = createDatabase({ url: way.url, schema: 'posthorn', applicationName: 'silent', max: 3 })
  const ingest = createIngest(pool, { renew: () => database.db, limitMs: 300 })
  const accept = () =>
    ingest.accept({
      source: 'api',
      sourceName: null,
      eventType: 'ORDER_CREATED',
      traceId: newId(),
      payload: {},
      idempotency: null,
    })
  expect(await accept()).toMatchObject({ replayed: false })
  way.fallSilent()
  await expect(accept()).rejects.toMatchObject({ code: 'unavailable' })
  expect(await accept()).toMatchObject({ replayed: false })
  await pool.sql.end({ timeout: 0 })
  way.close()
})
