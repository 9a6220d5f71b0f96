import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Context } from '#server/context.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { deliveries } from '#server/db/schema/deliveries.ts'
import { suppressions } from '#server/db/schema/suppressions.ts'
import { addressPreferences, revokedLinks, users } from '#server/db/schema/users.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { dueDelivery } from '#server/testing/delivering.ts'
import { asMember } from '#server/testing/factories.ts'
import { chosenBy, offFor, SECRET, tokenFor, userWith } from '#server/testing/recipients.ts'
import { recipientPage } from './page.ts'
import { revokeLinks } from './revoke-links.ts'
import { saveChoices } from './save-choices.ts'
import type { RecipientChoices } from './schemas.ts'
import { unsubscribe, unsubscribeFromAll } from './unsubscribe.ts'

const clock = { now: () => new Date('2026-11-21T10:00:00Z') }
const ADA = 'ada@example.com'
const token = tokenFor(ADA)
let database: TestDatabase
let ctx: { db: TestDatabase['db']; clock: typeof clock }

beforeAll(async () => {
  database = await testDatabase()
  ctx = { db: database.db, clock }
})
afterAll(() => database.close())
beforeEach(async () => {
  for (const table of [suppressions, addressPreferences, revokedLinks, users, auditLog]) {
    await database.db.orm.delete(table)
  }
})

const save = (choices: RecipientChoices, link = token) => saveChoices(ctx, SECRET, link, choices)
const page = (link = token) => recipientPage(ctx, SECRET, link)
/** The categories that are on by e-mail. */
const onByMail = async () => (await page()).categories.filter(({ on }) => on.email).map(({ key }) => key)
const mail = (key: string, on: boolean) => ({ key, channel: 'email' as const, on })

describe('a user', () => {
  let id: string
  beforeEach(async () => {
    id = await userWith(database.db, 'Ada@example.com', { language: 'de', timezone: 'Europe/Berlin' })
  })

  test('sees what they get: the defaults of the categories, until they choose', async () => {
    const shown = await page()
    expect(shown).toMatchObject({
      address: ADA,
      user: {
        channels: { email: true, push: true },
        quietHours: null,
        language: 'de',
        timezone: 'Europe/Berlin',
      },
      unsubscribed: false,
      stopped: null,
    })
    expect(shown.languages).toEqual(expect.arrayContaining(['de', 'en']))
    expect(shown.categories.find(({ key }) => key === 'marketing')).toMatchObject({
      name: 'Offers',
      optional: true,
      on: { email: true, push: false },
    })
    expect(shown.categories.find(({ key }) => key === 'security')).toMatchObject({ required: true })
  })

  test('chooses categories, channels, quiet hours, language and zone, and nothing else changes', async () => {
    await save({ categories: [mail('product', false)] })
    await save({
      channels: { push: false },
      categories: [{ key: 'marketing', channel: 'push', on: true }],
      quietHours: { start: '22:00', end: '07:30' },
      language: 'en-gb',
      timezone: 'Asia/Kolkata',
    })
    expect(await chosenBy(database.db, id)).toMatchObject({
      emailEnabled: true,
      pushEnabled: false,
      quietHoursStart: '22:00',
      quietHoursEnd: '07:30',
      categories: { product: { email: false }, marketing: { push: true } },
    })
    const [row] = await database.db.orm.select().from(users).where(eq(users.id, id))
    expect(row).toMatchObject({ language: 'en-GB', timezone: 'Asia/Kolkata' })
    await save({ quietHours: null, language: null, timezone: null })
    expect((await page()).user).toMatchObject({ quietHours: null, language: null, timezone: null })
    const written = await database.db.orm.select().from(auditLog)
    expect(written.map(({ action, actor, targetId }) => [action, actor, targetId])).toEqual(
      Array.from({ length: 3 }, () => ['recipient.choose', 'recipient', id]),
    )
    expect(JSON.stringify(written)).not.toContain('ada@')
  })

  test('who changes nothing leaves no trace', async () => {
    await save({ categories: [] })
    expect(await chosenBy(database.db, id)).toBeNull()
    expect(await database.db.orm.$count(auditLog)).toBe(0)
  })

  test('has what quiet hours hold looked at again at once', async () => {
    const held = await dueDelivery(database.db, clock, {
      ...{ userId: id, address: ADA, status: 'HELD', reason: 'quiet_hours' },
      dueAt: new Date('2026-11-22T06:00:00Z'),
    })
    await save({ quietHours: null, categories: [mail('product', false)] })
    const [row] = await database.db.orm.select().from(deliveries).where(eq(deliveries.id, held.id))
    expect(row?.dueAt).toEqual(clock.now())
  })

  test.each<[string, RecipientChoices, string]>([
    ['a required category', { categories: [mail('security', false)] }, 'categories.security.email'],
    ['what is no category', { categories: [mail('nonsense', false)] }, 'categories.nonsense.email'],
    ['a time that is none', { quietHours: { start: '', end: '25:00' } }, 'quietHours.start'],
    ['quiet hours of no length', { quietHours: { start: '22:00', end: '22:00' } }, 'quietHours.end'],
    ['a zone that is none', { timezone: 'Mars/Olympus' }, 'timezone'],
    ['a language that is none', { language: 'x_' }, 'language'],
    ['a channel that is none', { channels: { fax: true } as never }, 'channels.fax'],
  ])('is told of %s, and nothing is changed', async (_what, choices, path) => {
    const also = { ...choices, categories: [mail('product', false), ...(choices.categories ?? [])] }
    await expect(save(also)).rejects.toMatchObject({
      code: 'bad_input',
      issues: expect.arrayContaining([expect.objectContaining({ path })]),
    })
    expect(await chosenBy(database.db, id)).toBeNull()
  })

  test('can switch on what was off by default, or was switched off before they were a user', async () => {
    await database.db.orm
      .insert(addressPreferences)
      .values({ address: ADA, off: ['product'], updatedAt: clock.now() })
    expect(await onByMail()).not.toContain('product')
    await save({ categories: [mail('product', true)] })
    expect(await onByMail()).toContain('product')
    expect(await offFor(database.db, ADA)).toEqual([])
  })

  test('who unsubscribed from all and switches one on gets that one alone', async () => {
    await unsubscribeFromAll(ctx, SECRET, token)
    expect(await onByMail()).toEqual(['security', 'transactional', 'appointments', 'orders'])
    await save({ categories: [{ key: 'product', channel: 'push', on: false }] })
    expect((await page()).unsubscribed).toBe(true)
    await save({ categories: [mail('product', true)] })
    expect((await page()).unsubscribed).toBe(false)
    expect(await onByMail()).toEqual(['security', 'transactional', 'appointments', 'orders', 'product'])
  })

  test('sees a category that stands in no table once they have to do with it', async () => {
    const link = tokenFor(ADA, 'of-no-table')
    expect((await page(link)).categories.at(-1)).toMatchObject({ key: 'of-no-table', optional: true })
    await unsubscribe(ctx, SECRET, link)
    expect((await page()).categories.at(-1)).toMatchObject({ key: 'of-no-table', on: { email: false } })
  })
})

describe('an address that is no user’s', () => {
  test('chooses among categories by e-mail alone', async () => {
    expect(await page()).toMatchObject({ user: null, languages: [] })
    await save({ categories: [mail('product', false), mail('orders', false)] })
    await save({ categories: [mail('orders', true)] })
    expect(await offFor(database.db, ADA)).toEqual(['product'])
    expect(await onByMail()).toEqual(['security', 'transactional', 'appointments', 'orders', 'marketing'])
  })

  test.each<[RecipientChoices, string]>([
    [{ categories: [{ key: 'product', channel: 'push', on: false }] }, 'categories.product.push'],
    [{ quietHours: null }, 'quietHours'],
    [{ language: 'de' }, 'language'],
    [{ channels: { email: false } }, 'channels'],
  ])('has nothing else to choose: %j', async (choices, path) => {
    await expect(save(choices)).rejects.toMatchObject({ code: 'bad_input', issues: [{ path }] })
  })
})

describe('links that were revoked', () => {
  const asOperator = (): Context => asMember(database.db)

  test('open nothing and switch nothing on; later ones do', async () => {
    const id = await userWith(database.db, ADA)
    const { before } = await revokeLinks(asOperator(), { user_id: id })
    const old = tokenFor(ADA, 'product', new Date(before.getTime() - 1))
    await expect(page(old)).rejects.toMatchObject({ code: 'not_found' })
    await expect(unsubscribeFromAll(ctx, SECRET, old)).rejects.toMatchObject({ code: 'not_found' })
    await expect(save({ channels: { push: false } }, old)).rejects.toMatchObject({ code: 'not_found' })
    expect(await page(tokenFor(ADA, null, before))).toMatchObject({ address: ADA })
    expect(await database.db.orm.select().from(auditLog)).toMatchObject([
      { action: 'user.revoke_links', targetId: id },
    ])
  })

  test('want an address, and somebody who may', async () => {
    const id = await userWith(database.db, ADA)
    await database.db.orm.update(users).set({ email: null }).where(eq(users.id, id))
    await expect(revokeLinks(asOperator(), { user_id: id })).rejects.toMatchObject({ code: 'unprocessable' })
    const actor = { kind: 'member', id: 'vi', name: 'Vi', role: 'viewer' } as const
    await expect(revokeLinks({ ...asOperator(), actor }, { user_id: id })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})
