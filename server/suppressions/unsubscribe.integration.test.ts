import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { auditLog } from '#server/db/schema/access.ts'
import { suppressions } from '#server/db/schema/suppressions.ts'
import { templates } from '#server/db/schema/templates.ts'
import { addressOfToken, recipientLinks, recipientToken } from '#server/recipients/link.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { deliveryState, dueDelivery, emailWorker, fakeProvider } from '#server/testing/delivering.ts'
import { findSuppressions, stops } from './find.ts'
import { resubscribe, subscriptionOf, unsubscribe } from './unsubscribe.ts'

const SECRET = 'an-app-secret-of-the-tests-0123456789'
const clock = { now: () => new Date('2026-11-21T10:00:00Z') }
let database: TestDatabase
let ctx: { db: TestDatabase['db']; clock: typeof clock }

beforeAll(async () => {
  database = await testDatabase()
  ctx = { db: database.db, clock }
  const at = clock.now()
  await database.db.orm
    .insert(templates)
    .values([
      { key: 'news', kind: 'plain', category: 'marketing', createdAt: at },
      { key: 'receipt', kind: 'plain', category: 'orders', createdAt: at },
      { key: 'order-created', kind: 'git', category: 'orders', createdAt: at },
    ])
    .onConflictDoNothing()
})
afterAll(() => database.close())
beforeEach(() => database.db.orm.delete(suppressions))

const token = recipientToken('Ada@Example.com', SECRET)

describe('a recipient’s link', () => {
  test('names nobody in clear, and opens with our secret alone', () => {
    expect(recipientLinks('https://posthorn.test/', SECRET)('ada@example.com')).toMatch(
      /^https:\/\/posthorn\.test\/u\/[\w-]+$/,
    )
    expect(token).not.toContain('ada')
    expect(addressOfToken(token, SECRET)).toBe('ada@example.com')
    for (const wrong of ['', 'x', token.slice(1), `${token}A`, `${token.slice(0, -2)}AA`]) {
      expect(addressOfToken(wrong, SECRET)).toBeNull()
    }
    expect(addressOfToken(token, `${SECRET}!`)).toBeNull()
  })

  test.each([subscriptionOf, (a: never, b: string, c: string) => unsubscribe(a, b, c)])(
    'that is not ours finds nothing and changes nothing',
    async (verb) => {
      await expect(verb(ctx as never, SECRET, 'x'.repeat(60))).rejects.toMatchObject({ code: 'not_found' })
      expect(await database.db.orm.$count(suppressions)).toBe(0)
    },
  )
})

describe('who unsubscribed', () => {
  test('gets nothing but what is essential, until they take it back', async () => {
    await unsubscribe(ctx, SECRET, token)
    expect(await unsubscribe(ctx, SECRET, token)).toEqual({ address: 'ada@example.com', unsubscribed: true })
    const find = await findSuppressions(database.db.orm, [{ channel: 'email', address: 'ADA@example.com' }])
    const suppressed = find('email', 'ada@example.com')
    expect(suppressed).toMatchObject({ reason: 'unsubscribed' })
    expect(suppressed && stops(suppressed, { required: false, unsubscribable: true })).toBe(true)
    expect(suppressed && stops(suppressed, { required: false, unsubscribable: false })).toBe(false)
    expect(await resubscribe(ctx, SECRET, token)).toMatchObject({ unsubscribed: false })
    expect(await subscriptionOf(ctx, SECRET, token)).toMatchObject({ unsubscribed: false })
    const entries = await database.db.orm.select().from(auditLog)
    expect(entries.map(({ action }) => action)).toEqual(['recipient.unsubscribe', 'recipient.resubscribe'])
    expect(JSON.stringify(entries)).not.toContain('ada@')
  })

  test('stays suppressed for another reason, whatever they choose', async () => {
    const row = { channel: 'email', address: 'ada@example.com', reason: 'hard_bounce' } as const
    await database.db.orm
      .insert(suppressions)
      .values({ ...row, id: '01936f3e-0000-7000-8000-000000000000', createdAt: clock.now() })
    await unsubscribe(ctx, SECRET, token)
    await resubscribe(ctx, SECRET, token)
    const find = await findSuppressions(database.db.orm, [row])
    expect(find('email', 'ada@example.com')).toMatchObject({ reason: 'hard_bounce' })
    expect(stops(row, { required: false, unsubscribable: false })).toBe(true)
  })

  test.each([
    ['marketing', 'WITHHELD'],
    ['orders', 'SENT'],
  ])('also at the moment of sending: %s ends %s', async (category, status) => {
    const provider = fakeProvider()
    const delivery = await dueDelivery(database.db, clock, { address: 'Ada@example.com' })
    await database.db.orm.update(templates).set({ category })
    await unsubscribe(ctx, SECRET, token)
    await emailWorker(database.db, { clock, providers: [provider] }).deliver([delivery.id])
    expect(await deliveryState(database.db, delivery)).toMatchObject({ delivery: { status } })
  })
})
