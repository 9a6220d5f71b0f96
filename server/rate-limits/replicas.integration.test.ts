import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { awayDatabase } from '#server/testing/api.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { beatReplica, liveReplicas, startReplicaHeartbeat } from './replicas.ts'

let database: TestDatabase
const own = { id: 'own', host: 'a' }
const fail = (error: unknown) => {
  throw error
}

beforeAll(async () => {
  database = await testDatabase()
})
afterEach(() => database.db.sql`delete from web_replicas`)
afterAll(() => database.close())

const ids = async () =>
  (await database.db.sql<{ id: string }[]>`select id from web_replicas order by id`).map(({ id }) => id)
const silent = (id: string, seconds: number) =>
  database.db.sql`insert into web_replicas (id, host, started_at, heartbeat_at)
    values (${id}, 'b', now() - interval '1 hour', now() - make_interval(secs => ${seconds}))`

test('the live ones are counted, the silent ones not, the forgotten ones removed', async () => {
  await beatReplica(database.db, own)
  expect(liveReplicas()).toBe(1)
  await silent('live', 7)
  await silent('silent', 9)
  await silent('forgotten', 61)
  await beatReplica(database.db, own)
  expect(liveReplicas()).toBe(2)
  expect(await ids()).toEqual(['live', 'own', 'silent'])
})

test('one that stops is gone at once', async () => {
  const first = startReplicaHeartbeat(database.db, own, fail)
  const second = startReplicaHeartbeat(database.db, { id: 'second', host: 'a' }, fail)
  await expect.poll(ids).toEqual(['own', 'second'])
  await second.stop()
  expect(await ids()).toEqual(['own'])
  await first.stop()
  expect(await ids()).toEqual([])
})

test('with the database away the last count stays', async () => {
  await silent('live', 1)
  await beatReplica(database.db, own)
  const errors: unknown[] = []
  const away = awayDatabase()
  const heartbeat = startReplicaHeartbeat(away, own, (error) => errors.push(error))
  await expect.poll(() => errors.length).toBeGreaterThan(0)
  expect(liveReplicas()).toBe(2)
  await heartbeat.stop()
  await away.sql.end({ timeout: 0 })
})
