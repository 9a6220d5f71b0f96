import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember } from '#server/testing/factories.ts'
import { listProviders } from './providers.ts'
import { workersReport } from './workers.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(() => database.db.sql`truncate workers`)

async function worker(id: string, providers: Record<string, string>, silentForSeconds = 0) {
  await database.db.sql`insert into workers (id, host, pool_ids, providers, started_at, heartbeat_at)
    values (${id}, 'here', '{}', ${JSON.stringify(providers)}::text::jsonb, now(),
      now() - make_interval(secs => ${silentForSeconds}))`
}

it('has nothing to say while no worker lives', async () => {
  expect(await workersReport(database.db.orm)).toEqual({
    worker: { state: 'stopped', running: 0, lastHeartbeatAt: null },
    providers: [],
  })
  await worker('dead', { smtp: 'open' }, 60)
  expect(await workersReport(database.db.orm)).toEqual({
    worker: { state: 'stopped', running: 0, lastHeartbeatAt: expect.any(Date) },
    providers: [],
  })
})

it('takes the worst of what the living report', async () => {
  await worker('a', { smtp: 'ok', resend: 'open' })
  await worker('b', { smtp: 'half-open', resend: 'ok' })
  await worker('dead', { smtp: 'open', inbox: 'ok' }, 60)
  const { worker: state } = await workersReport(database.db.orm)
  expect(state).toMatchObject({ state: 'running', running: 2 })
  expect(await listProviders(asMember(database.db))).toEqual([
    { name: 'resend', state: 'open' },
    { name: 'smtp', state: 'half-open' },
  ])
})
