import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { auditLog } from '#server/db/schema/access.ts'
import { suppressions } from '#server/db/schema/suppressions.ts'
import { templates } from '#server/db/schema/templates.ts'
import { addressPreferences, revokedLinks, users } from '#server/db/schema/users.ts'
import { findSuppressions, stops } from '#server/suppressions/find.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { deliveryState, dueDelivery, emailWorker, fakeProvider } from '#server/testing/delivering.ts'
import { chosenBy, offFor, SECRET, tokenFor, userWith } from '#server/testing/recipients.ts'
import { closedLink } from './closed-link.ts'
import { addressHash } from './key.ts'
import { recipientPage } from './page.ts'
import { saveChoices } from './save-choices.ts'
import { resubscribe, unsubscribe, unsubscribeFromAll } from './unsubscribe.ts'

const clock = { now: () => new Date('2026-11-21T10:00:00Z') }
let database: TestDatabase
let ctx: { db: TestDatabase['db']; clock: typeof clock }

beforeAll(async () => {
  database = await testDatabase()
  ctx = { db: database.db, clock }
  const at = clock.now()
  await database.db.orm
    .insert(templates)
    .values({ key: 'order-created', kind: 'git', category: 'orders', createdAt: at })
    .onConflictDoNothing()
})
afterAll(() => database.close())
beforeEach(async () => {
  for (const table of [suppressions, addressPreferences, users, auditLog, revokedLinks]) {
    await database.db.orm.delete(table)
  }
})

const token = tokenFor('Ada@Example.com')
const suppressed = async () =>
  (await findSuppressions(database.db.orm, [{ channel: 'email', address: 'ADA@example.com' }]))(
    'email',
    'ada@example.com',
  )
const entries = () => database.db.orm.select().from(auditLog).orderBy(auditLog.id)

test.each([unsubscribe, unsubscribeFromAll, resubscribe])(
  'a link that is not ours finds nothing and changes nothing',
  async (verb) => {
    await expect(verb(ctx, SECRET, 'x'.repeat(60))).rejects.toMatchObject({ code: 'not_found' })
    expect(await database.db.orm.$count(suppressions)).toBe(0)
  },
)

describe('who unsubscribed from all that is optional', () => {
  test('gets nothing but what carries no link, until they take it back', async () => {
    await unsubscribe(ctx, SECRET, token)
    expect(await unsubscribe(ctx, SECRET, token)).toEqual({ category: null })
    const found = await suppressed()
    expect(found).toMatchObject({ reason: 'unsubscribed' })
    expect(found && stops(found, { required: false, unsubscribable: true })).toBe(true)
    expect(found && stops(found, { required: false, unsubscribable: false })).toBe(false)
    expect(await recipientPage(ctx, SECRET, token)).toMatchObject({ unsubscribed: true })
    await resubscribe(ctx, SECRET, token)
    await resubscribe(ctx, SECRET, token)
    expect(await recipientPage(ctx, SECRET, token)).toMatchObject({
      address: 'ada@example.com',
      unsubscribed: false,
    })
    const written = await entries()
    expect(written.map(({ action }) => action)).toEqual(['recipient.unsubscribe', 'recipient.resubscribe'])
    expect(JSON.stringify(written)).not.toContain('ada@')
  })

  test('stays suppressed for another reason, whatever they choose', async () => {
    const row = { channel: 'email', address: 'ada@example.com', reason: 'hard_bounce' } as const
    await database.db.orm
      .insert(suppressions)
      .values({ ...row, id: '01936f3e-0000-7000-8000-000000000000', createdAt: clock.now() })
    await unsubscribe(ctx, SECRET, token)
    await resubscribe(ctx, SECRET, token)
    expect(await suppressed()).toMatchObject({ reason: 'hard_bounce' })
    expect(stops(row, { required: false, unsubscribable: false })).toBe(true)
    expect(await recipientPage(ctx, SECRET, token)).toMatchObject({ stopped: 'hard_bounce' })
  })

  test('gets nothing optional either once the other reason is gone', async () => {
    const row = { channel: 'email', address: 'ada@example.com', reason: 'complaint' } as const
    await database.db.orm
      .insert(suppressions)
      .values({ ...row, id: '01936f3e-0000-7000-8000-000000000000', createdAt: clock.now() })
    await unsubscribeFromAll(ctx, SECRET, token)
    await unsubscribeFromAll(ctx, SECRET, token)
    await database.db.orm.delete(suppressions)
    const { categories } = await recipientPage(ctx, SECRET, token)
    expect(categories.filter(({ optional, on }) => optional && on.email)).toEqual([])
    expect(await entries()).toMatchObject([{ action: 'recipient.unsubscribe', detail: { channel: 'email' } }])
    expect(JSON.stringify(await entries())).not.toContain('ada@')
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

describe('a link that was revoked', () => {
  beforeEach(() =>
    database.db.orm
      .insert(revokedLinks)
      .values({ addressHash: addressHash('ada@example.com'), before: new Date(2_000) }),
  )

  test('unsubscribes by one click, from its category alone', async () => {
    const id = await userWith(database.db, 'ada@example.com')
    await unsubscribe(ctx, SECRET, tokenFor('ada@example.com', 'product'))
    expect(await chosenBy(database.db, id)).toMatchObject({ categories: { product: { email: false } } })
    expect(await suppressed()).toBeNull()
  })

  test('unsubscribes who is no user, and from all where it names no category', async () => {
    await unsubscribe(ctx, SECRET, tokenFor('ada@example.com', 'product'))
    expect(await offFor(database.db, 'ada@example.com')).toEqual(['product'])
    await unsubscribe(ctx, SECRET, token)
    expect(await suppressed()).toMatchObject({ reason: 'unsubscribed' })
  })

  test('does nothing else', async () => {
    const link = tokenFor('ada@example.com', 'product')
    const closed = { code: 'not_found' }
    await expect(recipientPage(ctx, SECRET, link)).rejects.toMatchObject(closed)
    await expect(unsubscribeFromAll(ctx, SECRET, link)).rejects.toMatchObject(closed)
    await expect(resubscribe(ctx, SECRET, link)).rejects.toMatchObject(closed)
    const choice = { categories: [{ key: 'product', channel: 'email' as const, on: false }] }
    await expect(saveChoices(ctx, SECRET, link, choice)).rejects.toMatchObject(closed)
    expect(await entries()).toEqual([])
  })

  test.each([
    ['product', { kind: 'revoked', mayLeave: true }],
    [null, { kind: 'revoked', mayLeave: true }],
    ['security', { kind: 'revoked', mayLeave: false }],
  ])('says so, and whether one can leave by it: %s', async (category, said) => {
    expect(await closedLink(database.db, SECRET, tokenFor('ada@example.com', category))).toEqual(said)
  })

  test('is told from one that is not ours, and from one that holds', async () => {
    expect(await closedLink(database.db, SECRET, 'x'.repeat(60))).toEqual({ kind: 'unknown' })
    const later = tokenFor('ada@example.com', 'product', new Date(3_000))
    expect(await closedLink(database.db, SECRET, later)).toBeNull()
  })
})

describe('one click in a mail of a category', () => {
  test('switches that category off for the user who has the address', async () => {
    const id = await userWith(database.db, 'ADA@example.com')
    const link = tokenFor('ada@example.com', 'product')
    expect(await unsubscribe(ctx, SECRET, link)).toEqual({ category: 'product' })
    await unsubscribe(ctx, SECRET, link)
    expect(await chosenBy(database.db, id)).toMatchObject({
      categories: { product: { email: false } },
      emailEnabled: true,
    })
    expect(await suppressed()).toBeNull()
    expect(await entries()).toMatchObject([
      { action: 'recipient.unsubscribe', actor: 'recipient', targetId: id, detail: { category: 'product' } },
    ])
  })

  test('leaves what else the user chose', async () => {
    const id = await userWith(database.db, 'ada@example.com')
    await unsubscribe(ctx, SECRET, tokenFor('ada@example.com', 'product'))
    await unsubscribe(ctx, SECRET, tokenFor('ada@example.com', 'of-no-table'))
    expect(await chosenBy(database.db, id)).toMatchObject({
      categories: { product: { email: false }, 'of-no-table': { email: false } },
    })
  })

  test('switches it off for an address that is nobody’s', async () => {
    await unsubscribe(ctx, SECRET, tokenFor('ada@example.com', 'product'))
    await unsubscribe(ctx, SECRET, tokenFor('ada@example.com', 'marketing'))
    await unsubscribe(ctx, SECRET, tokenFor('ada@example.com', 'product'))
    expect(await offFor(database.db, 'ada@example.com')).toEqual(['marketing', 'product'])
    expect((await entries()).length).toBe(2)
    expect(JSON.stringify(await entries())).not.toContain('ada@')
  })

  test('is obeyed once when a hundred arrive together', async () => {
    const links = ['product', 'marketing', 'a', 'b', 'c'].map((key) => tokenFor('ada@example.com', key))
    await Promise.all(
      Array.from({ length: 20 }, () => links.map((link) => unsubscribe(ctx, SECRET, link))).flat(),
    )
    expect(await offFor(database.db, 'ada@example.com')).toEqual(['a', 'b', 'c', 'marketing', 'product'])
  })

  test('is refused where the category is required', async () => {
    const id = await userWith(database.db, 'ada@example.com')
    await expect(unsubscribe(ctx, SECRET, tokenFor('ada@example.com', 'security'))).rejects.toMatchObject({
      code: 'unprocessable',
    })
    expect(await chosenBy(database.db, id)).toBeNull()
  })
})
