import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiKey, type TestApi, testApi } from '#server/testing/api.ts'
import { describeBadInput } from '#server/testing/bad-input.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'

let database: TestDatabase
let api: TestApi
let path: string

beforeAll(async () => {
  database = await testDatabase()
  api = testApi(database.db, await apiKey(database.db, ['users']))
  const user = { email_address: 'ada@example.com', preferred_language: 'de', timezone: 'Europe/Berlin' }
  const { body } = await api.call('POST', '/v1/users', { body: user })
  path = `/v1/users/${String(body.data?.user_id)}/preferences`
})
afterAll(() => database.close())

const defaults = {
  email_enabled: true,
  push_enabled: true,
  quiet_hours_start: null,
  quiet_hours_end: null,
  categories: {},
  preferred_language: 'de',
  timezone: 'Europe/Berlin',
}

describe('preferences', () => {
  test('of somebody who chose nothing are the defaults', async () => {
    expect(await api.call('GET', path)).toMatchObject({
      status: 200,
      body: { success: true, data: defaults },
    })
  })

  test('are replaced whole, and read back in both places', async () => {
    const chosen = {
      email_enabled: false,
      push_enabled: true,
      quiet_hours_start: '22:30',
      quiet_hours_end: '06:00',
      categories: { orders: { email: false, push: true }, security: { email: true } },
    }
    const put = await api.call('PUT', path, { body: { ...chosen, preferred_language: 'FR-ca' } })
    const whole = { ...chosen, preferred_language: 'fr-CA', timezone: 'Europe/Berlin' }
    expect(put).toMatchObject({ status: 200, body: { data: whole } })
    expect((await api.call('GET', path)).body.data).toEqual(whole)
    const user = await api.call('GET', path.replace('/preferences', ''))
    expect(user.body.data).toMatchObject({ preferences: chosen, preferred_language: 'fr-CA' })

    const again = await api.call('PUT', path, {
      body: { push_enabled: false, preferred_language: null, timezone: null },
    })
    expect(again.body.data).toEqual({
      ...defaults,
      push_enabled: false,
      preferred_language: null,
      timezone: null,
    })
  })

  test('have an alias', async () => {
    expect((await api.call('GET', `${path.replace('/v1', '')}/`)).status).toBe(200)
  })
})

describeBadInput({
  title: 'PUT /v1/users/{user_id}/preferences',
  method: 'PUT',
  path: () => path,
  api: () => api,
  good: () => ({ email_enabled: true }),
  status: 200,
  scope: 'users',
  wrong: [
    ['a number for a switch', { push_enabled: 1 }, 'push_enabled'],
    ['a time with seconds', { quiet_hours_start: '22:00:00', quiet_hours_end: '08:00' }, 'quiet_hours_start'],
    ['quiet hours without an end', { quiet_hours_start: '22:00' }, 'quiet_hours_end'],
    [
      'quiet hours without a beginning',
      { quiet_hours_end: '08:00', quiet_hours_start: null },
      'quiet_hours_start',
    ],
    [
      'quiet hours that end as they begin',
      { quiet_hours_start: '08:00', quiet_hours_end: '08:00' },
      'quiet_hours_end',
    ],
    ['a list of categories', { categories: ['orders'] }, 'categories'],
    ['a switch for a category', { categories: { orders: false } }, 'categories.orders'],
    ['a channel that is none', { categories: { orders: { sms: false } } }, 'categories.orders.sms'],
    ['security switched off', { categories: { security: { push: false } } }, 'categories.security.push'],
    ['a category without a name', { categories: { '': { email: false } } }, 'categories.'],
    [
      '101 categories',
      { categories: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`c${n}`, {}])) },
      'categories',
    ],
    ['a language that is none', { preferred_language: '?' }, 'preferred_language'],
    ['a time zone that is none', { timezone: 'Berlin' }, 'timezone'],
  ],
  stored: async () => {
    const [row] = await database.db.sql<{ count: number }[]>`
      select count(*)::integer as count from audit_log where action = 'preferences.replace'`
    return row?.count ?? 0
  },
})
