import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiKey, type TestApi, testApi } from '#server/testing/api.ts'
import { describeBadInput } from '#server/testing/bad-input.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'

let database: TestDatabase
let api: TestApi
let sequence = 0

beforeAll(async () => {
  database = await testDatabase()
  api = testApi(database.db, await apiKey(database.db, ['users']))
})
afterAll(() => database.close())

const count = async (): Promise<number> => {
  const [row] = await database.db.sql<{ count: number }[]>`select count(*)::integer as count from users`
  return row?.count ?? 0
}
const someone = (fields: Record<string, unknown> = {}) => ({
  email_address: `user-${++sequence}@example.com`,
  ...fields,
})
async function created(fields: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const { status, body } = await api.call('POST', '/v1/users', { body: someone(fields) })
  expect({ status, body }).toMatchObject({ status: 201 })
  return body.data ?? {}
}
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const defaults = {
  email_enabled: true,
  push_enabled: true,
  quiet_hours_start: null,
  quiet_hours_end: null,
  categories: {},
}

describe('a user', () => {
  const ada = {
    email_address: 'Ada@Example.com',
    phone_number: '+44 20 7946 0958',
    preferred_language: 'en-gb',
    preferences: {
      email_enabled: true,
      push_enabled: false,
      quiet_hours_start: '22:00',
      quiet_hours_end: '08:00',
      categories: { orders: { email: false } },
    },
    external_id: 'P9',
    name: 'Ada Lovelace',
    timezone: 'Europe/London',
  }

  test('is answered with the same fields and an id, and read back so by either id', async () => {
    const { status, body } = await api.call('POST', '/v1/users', { body: { ...ada, password: 'secret' } })
    const user = {
      ...ada,
      preferred_language: 'en-GB',
      user_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      created_at: time,
      updated_at: time,
    }
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        success: true,
        message: 'User created',
        data: user,
        meta: { total: 1, limit: 1, page: 1, total_pages: 1, has_next: false, has_previous: false },
      },
    })
    for (const path of [
      `/v1/users/${String(body.data?.user_id)}`,
      `/v1/users/${String(body.data?.user_id).toUpperCase()}`,
      '/v1/users/ext:P9',
      '/users/ext%3AP9/',
    ]) {
      expect((await api.call('GET', path)).body.data).toEqual(body.data)
    }
  })

  test('needs no more than an e-mail address', async () => {
    const user = await created({ name: null, preferences: null })
    expect(user).toMatchObject({
      name: null,
      phone_number: null,
      preferred_language: null,
      external_id: null,
      timezone: null,
      preferences: defaults,
    })
  })

  test('may have an external id with anything in it', async () => {
    for (const id of ['shop/42?x=1#2', 'ext:7', '100%', 'Zoë ☃', '0198f3c2-6b1e-7c44-9a51-2f0d8e7a1b33']) {
      const user = await created({ external_id: id })
      const { body } = await api.call('GET', `/v1/users/ext:${encodeURIComponent(id)}`)
      expect(body.data).toEqual(user)
    }
  })

  test('has an e-mail and an external id that nobody else has, in whatever case', async () => {
    const taken = await created({ email_address: 'Grace@example.com', external_id: 'G1' })
    const before = await count()
    for (const [fields, path] of [
      [{ email_address: 'grace@EXAMPLE.com' }, 'email_address'],
      [{ external_id: 'G1' }, 'external_id'],
    ] as const) {
      const { status, body } = await api.call('POST', '/v1/users', { body: someone(fields) })
      expect({ status, body }).toMatchObject({
        status: 409,
        body: { success: false, error: 'conflict', data: { issues: [{ path }] } },
      })
      const other = await created()
      const patched = await api.call('PATCH', `/v1/users/${String(other.user_id)}`, { body: fields })
      expect(patched).toMatchObject({ status: 409, body: { data: { issues: [{ path }] } } })
    }
    expect(await count()).toBe(before + 2)
    const same = await api.call('PATCH', `/v1/users/${String(taken.user_id)}`, {
      body: { email_address: 'grace@example.com', external_id: 'G1' },
    })
    expect(same.body.data).toMatchObject({ email_address: 'grace@example.com', external_id: 'G1' })
  })

  test('that is created by several at once is created once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        api.call('POST', '/v1/users', { body: { email_address: 'race@example.com' } }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)])
  })

  test('that is created again with the same Idempotency-Key is the same one', async () => {
    const body = someone()
    const headers = { 'idempotency-key': 'user-1' }
    const answers = await Promise.all([1, 2, 3].map(() => api.call('POST', '/v1/users', { body, headers })))
    const [first] = answers
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1)
    const replays = answers.filter((answer) => answer.headers.get('idempotency-replayed') === 'true')
    expect(replays).toHaveLength(2)
    expect(first?.body.data).toMatchObject(body)
    const other = await api.call('POST', '/v1/users', { body: someone(), headers })
    expect(other).toMatchObject({ status: 422, body: { error: 'idempotency_mismatch' } })
  })

  test('whose creation is refused leaves the Idempotency-Key free', async () => {
    const headers = { 'idempotency-key': 'user-2' }
    const taken = await created()
    const refused = await api.call('POST', '/v1/users', {
      body: { email_address: taken.email_address },
      headers,
    })
    expect(refused.status).toBe(409)
    expect((await api.call('POST', '/v1/users', { body: someone(), headers })).status).toBe(201)
  })
})

describe('changing a user', () => {
  test('changes what is sent and nothing else; null clears', async () => {
    const user = await created({ name: 'Emmy', phone_number: '+49 30 901820', timezone: 'Europe/Berlin' })
    const path = `/v1/users/${String(user.user_id)}`
    const { status, body } = await api.call('PATCH', path, {
      body: { name: 'Emmy Noether', phone_number: null },
    })
    expect({ status, data: body.data }).toEqual({
      status: 200,
      data: { ...user, name: 'Emmy Noether', phone_number: null, updated_at: time },
    })
    expect((await api.call('GET', path)).body.data).toEqual(body.data)
  })

  test('with nothing changes nothing', async () => {
    const user = await created()
    const { body } = await api.call('PATCH', `/v1/users/${String(user.user_id)}`, { body: { shoe_size: 38 } })
    expect(body.data).toEqual(user)
  })

  test('changes preferences one by one', async () => {
    const user = await created({ preferences: { quiet_hours_start: '22:00', quiet_hours_end: '07:00' } })
    const path = `/v1/users/${String(user.user_id)}`
    const changed = await api.call('PATCH', path, {
      body: { preferences: { push_enabled: false, quiet_hours_end: '08:00' } },
    })
    expect(changed.body.data?.preferences).toEqual({
      ...defaults,
      push_enabled: false,
      quiet_hours_start: '22:00',
      quiet_hours_end: '08:00',
    })
    const half = await api.call('PATCH', path, { body: { preferences: { quiet_hours_start: null } } })
    expect(half).toMatchObject({
      status: 400,
      body: { data: { issues: [{ path: 'preferences.quiet_hours_start' }] } },
    })
    expect((await api.call('GET', path)).body.data).toEqual(changed.body.data)
  })
})

test('a user who is not there is 404 to everything', async () => {
  const body = { name: 'x' }
  for (const id of ['ext:nobody', '0198f3c2-6b1e-7c44-9a51-2f0d8e7a1b34']) {
    for (const [method, path, options] of [
      ['GET', `/v1/users/${id}`, {}],
      ['PATCH', `/v1/users/${id}`, { body }],
      ['DELETE', `/v1/users/${id}`, {}],
      ['GET', `/v1/users/${id}/preferences`, {}],
      ['PUT', `/v1/users/${id}/preferences`, { body }],
      ['DELETE', `/v1/users/${id}/push-subscriptions?endpoint=https://push.example.com/1`, {}],
    ] as const) {
      expect(await api.call(method, path, options)).toMatchObject({
        status: 404,
        body: { error: 'not_found', data: { issues: [{ path: 'user_id' }] } },
      })
    }
  }
})

test.each(['P9', 'ext:', '1', `ext:${'x'.repeat(201)}`, 'ext:a%00b', '%ff'])(
  'what is no id of a user (%s) is 400 and named',
  async (id) => {
    expect(await api.call('GET', `/v1/users/${id}`)).toMatchObject({
      status: 400,
      body: { data: { issues: [{ path: 'user_id' }] } },
    })
  },
)

test('what was done is in the audit log, without anything personal', async () => {
  const user = await created({ name: 'Secret Name' })
  const id = String(user.user_id)
  await api.call('PATCH', `/v1/users/${id}`, { body: { name: 'Other Name' } })
  await api.call('PUT', `/v1/users/${id}/preferences`, { body: {} })
  await api.call('DELETE', `/v1/users/${id}`)
  const rows = await database.db.sql`
    select action, detail from audit_log where target_id = ${id} order by id`
  expect(rows).toEqual([
    { action: 'user.create', detail: {} },
    { action: 'user.update', detail: { fields: ['name'] } },
    { action: 'preferences.replace', detail: {} },
    { action: 'user.delete', detail: {} },
  ])
})

const at = 'email_address'
const good = { email_address: 'x@example.com' }
const badFields: readonly (readonly [string, Record<string, unknown>, string])[] = [
  ['an address without @', { email_address: 'nobody' }, at],
  ['two addresses', { email_address: 'a@example.com, b@example.com' }, at],
  ['an address beyond 254 characters', { email_address: `${'a'.repeat(250)}@example.com` }, at],
  ['a number for an address', { email_address: 5 }, at],
  ['letters in a telephone number', { phone_number: 'call me' }, 'phone_number'],
  ['a telephone number of 16 digits', { phone_number: '+1234567890123456' }, 'phone_number'],
  ['a number for a telephone number', { phone_number: 12345 }, 'phone_number'],
  ['a language that is none', { preferred_language: 'english please' }, 'preferred_language'],
  ['a language with an underscore', { preferred_language: 'de_AT' }, 'preferred_language'],
  ['a time zone that is none', { timezone: 'Mars/Olympus' }, 'timezone'],
  ['an offset for a time zone', { timezone: '+01:00' }, 'timezone'],
  ['an empty name', { name: ' ' }, 'name'],
  ['a line end in a name', { name: 'a\r\nBcc: b@example.com' }, 'name'],
  ['a number for an external id', { external_id: 9 }, 'external_id'],
  ['an external id of 201 characters', { external_id: 'x'.repeat(201) }, 'external_id'],
  ['a list for preferences', { preferences: [] }, 'preferences'],
  ['a word for a switch', { preferences: { email_enabled: 'yes' } }, 'preferences.email_enabled'],
  [
    '25 o’clock',
    { preferences: { quiet_hours_start: '25:00', quiet_hours_end: '08:00' } },
    'preferences.quiet_hours_start',
  ],
  [
    'quiet hours without an end',
    { preferences: { quiet_hours_start: '22:00' } },
    'preferences.quiet_hours_end',
  ],
  [
    'quiet hours without a beginning',
    { preferences: { quiet_hours_end: '22:00' } },
    'preferences.quiet_hours_start',
  ],
  [
    'quiet hours that end as they begin',
    { preferences: { quiet_hours_start: '22:00', quiet_hours_end: '22:00' } },
    'preferences.quiet_hours_end',
  ],
  [
    'a channel that is none',
    { preferences: { categories: { orders: { sms: false } } } },
    'preferences.categories.orders.sms',
  ],
  [
    'security switched off',
    { preferences: { categories: { security: { email: false } } } },
    'preferences.categories.security.email',
  ],
]

describeBadInput({
  title: 'POST /v1/users',
  method: 'POST',
  path: '/v1/users',
  api: () => api,
  good: () => someone(),
  status: 201,
  scope: 'users',
  wrong: [
    ['no address', { name: 'x' }, at],
    ['null for an address', { email_address: null }, at],
    ['a word for notify', { ...good, notify: 'yes' }, 'notify'],
    ...badFields.map(([title, fields, path]) => [title, { ...good, ...fields }, path] as const),
  ],
  stored: count,
})

describe('PATCH', () => {
  let path: string
  beforeAll(async () => {
    path = `/v1/users/${String((await created()).user_id)}`
  })
  describeBadInput({
    title: 'PATCH /v1/users/{user_id}',
    method: 'PATCH',
    path: () => path,
    api: () => api,
    good: () => ({ name: `Name ${++sequence}` }),
    status: 200,
    scope: 'users',
    wrong: [['null for an address', { email_address: null }, at], ...badFields],
    stored: async () => {
      const [row] = await database.db.sql<{ count: number }[]>`
        select count(*)::integer as count from audit_log where action = 'user.update'`
      return row?.count ?? 0
    },
  })
})
