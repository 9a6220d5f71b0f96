import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '#server/clock.ts'
import type { Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { suppressions } from '#server/db/schema/suppressions.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember, sentNotification } from '#server/testing/factories.ts'
import { findSuppressions } from './find.ts'
import { listSuppressions } from './list.ts'
import { suppress } from './suppress.ts'
import { unsuppress } from './unsuppress.ts'

let database: TestDatabase
let ctx: Context

beforeAll(async () => {
  database = await testDatabase()
  ctx = asMember(database.db)
})
afterAll(() => database.close())

const asViewer = (): Context => ({
  ...ctx,
  actor: { kind: 'member', id: 'vi', name: 'Vi', role: 'viewer' },
})

test('an address is put on the list and taken off again, and the audit log says who did', async () => {
  const { id } = await suppress(ctx, { address: ' Ada@Example.com ', detail: 'asked on the phone' })
  const found = await findSuppressions(database.db.orm, [
    { channel: 'email', address: 'ADA@example.com' },
    { channel: 'email', address: 'bob@example.com' },
  ])
  expect(found('email', 'Ada@example.com')).toMatchObject({ reason: 'manual', detail: 'asked on the phone' })
  expect(found('email', 'bob@example.com')).toBeNull()
  expect(await unsuppress(ctx, { id })).toEqual({ address: 'ada@example.com' })
  const after = await findSuppressions(database.db.orm, [{ channel: 'email', address: 'ada@example.com' }])
  expect(after('email', 'ada@example.com')).toBeNull()
  const entries = await database.db.orm.select().from(auditLog)
  expect(entries.map(({ action, actorName }) => [action, actorName])).toEqual([
    ['suppression.add', 'Ada'],
    ['suppression.remove', 'Ada'],
  ])
  // The log outlives the person.
  expect(JSON.stringify(entries.map(({ detail }) => detail))).not.toContain('ada@')
})

test('an address is on the list once', async () => {
  await suppress(ctx, { address: 'twice@example.com' })
  await expect(suppress(ctx, { address: 'TWICE@example.com' })).rejects.toMatchObject({
    code: 'conflict',
    issues: [{ path: 'address' }],
  })
})

test.each<[unknown, string]>([
  [{}, 'address'],
  [{ address: 'nobody' }, 'address'],
  [{ address: 5 }, 'address'],
  [{ address: `${'a'.repeat(250)}@example.com` }, 'address'],
  [{ address: 'a@example.com', detail: 'x'.repeat(501) }, 'detail'],
  [{ address: 'a@example.com', detail: 'a\u0000b' }, 'detail'],
])('%j is refused, naming %s', async (input, path) => {
  await expect(suppress(ctx, input as Parameters<typeof suppress>[1])).rejects.toMatchObject({
    code: 'bad_input',
    issues: [expect.objectContaining({ path })],
  })
})

test('who may only read sees the list and changes nothing', async () => {
  await expect(listSuppressions(asViewer(), {})).resolves.toBeTruthy()
  await expect(suppress(asViewer(), { address: 'a@example.com' })).rejects.toMatchObject({
    code: 'forbidden',
  })
  await expect(unsuppress(asViewer(), { id: newId() })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(unsuppress(ctx, { id: newId() })).rejects.toMatchObject({ code: 'not_found' })
})

describe('the list', () => {
  beforeAll(async () => {
    await database.db.orm.delete(suppressions)
    const { delivery } = await sentNotification(database.db, { address: 'n1@example.com' })
    for (let n = 1; n <= 5; n++) {
      await database.db.orm.insert(suppressions).values({
        id: newId(),
        channel: 'email',
        address: `n${n}@${n > 3 ? 'other' : 'example'}.com`,
        reason: n % 2 ? 'hard_bounce' : 'complaint',
        deliveryId: n === 1 ? delivery.id : null,
        createdAt: systemClock.now(),
      })
    }
  })
  const list = async (input: Parameters<typeof listSuppressions>[1]) => {
    const page = await listSuppressions(ctx, input)
    return { ...page, names: page.rows.map(({ address }) => address.slice(0, 2)) }
  }

  test('is the latest first, and paged both ways', async () => {
    const first = await list({ limit: 2 })
    expect(first).toMatchObject({ names: ['n5', 'n4'], total: 5, previousCursor: null })
    const second = await list({ limit: 2, cursor: first.nextCursor })
    expect(second.names).toEqual(['n3', 'n2'])
    const third = await list({ limit: 2, cursor: second.nextCursor })
    expect(third).toMatchObject({ names: ['n1'], nextCursor: null })
    const back = await list({ limit: 2, cursor: third.previousCursor, direction: 'previous' })
    expect(back.names).toEqual(['n3', 'n2'])
  })

  test('is searched by a part of the address, and by the reason', async () => {
    expect((await list({ q: 'OTHER' })).names).toEqual(['n5', 'n4'])
    expect((await list({ q: '%' })).names).toEqual([])
    expect((await list({ reason: 'complaint' })).names).toEqual(['n4', 'n2'])
  })

  test('leads to the notification that an address bounced for', async () => {
    const { rows } = await listSuppressions(ctx, { q: 'n1' })
    expect(rows[0]?.notificationId).toMatch(/^[0-9a-f-]{36}$/)
  })
})
