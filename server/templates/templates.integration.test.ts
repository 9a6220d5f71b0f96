import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, apiKey, type TestApi, testApi } from '#server/testing/api.ts'
import { describeBadInput } from '#server/testing/bad-input.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { orderWorkflow } from '#server/testing/delivering.ts'
import { asMember } from '#server/testing/factories.ts'
import { withOtherCode } from '#server/testing/other-code.ts'
import { registerGitTemplates } from './register-git.ts'

let database: TestDatabase
let api: TestApi
let sequence = 0

beforeAll(async () => {
  database = await testDatabase()
  api = testApi(database.db, await apiKey(database.db, ['templates']))
  await registerGitTemplates(asMember(database.db))
})
afterAll(() => database.close())

const versions = async (): Promise<number> => {
  const [row] = await database.db.sql<{ count: number }[]>`
    select count(*)::integer as count from template_versions`
  return row?.count ?? 0
}
const newKey = () => `TEMPLATE_${++sequence}`
const welcome = (key: string, fields: Record<string, unknown> = {}) => ({
  template_key: key,
  subject: 'Welcome, {name}!',
  body: 'Hello {name}, here we are.',
  ...fields,
})

async function call(method: string, path: string, body?: unknown): Promise<{ status: number; body: Answer }> {
  const answer = await api.call(method, path, body === undefined ? {} : { body })
  return { status: answer.status, body: answer.body }
}
async function published(
  fields: Record<string, unknown> = {},
): Promise<{ key: string; data: NonNullable<Answer['data']> }> {
  const key = newKey()
  const { status, body } = await call('POST', '/v1/templates', welcome(key, fields))
  expect({ status, body }).toMatchObject({ status: 201 })
  return { key, data: body.data ?? {} }
}
const render = (key: string, fields: Record<string, unknown> = {}) =>
  call('POST', '/v1/templates/render', { template_key: key, message_data: { name: 'Ada' }, ...fields })
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

describe('publishing', () => {
  test('a new key makes its version 1, and says all that is kept', async () => {
    const variables = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] }
    const { key, data } = await published({
      ...{ html_body: '<h1>Hello {name}</h1>', locale: 'pt-br', category: 'onboarding', variables },
      unknown: 'passes',
    })
    const texts = {
      locale: 'pt-BR',
      subject: 'Welcome, {name}!',
      body: 'Hello {name}, here we are.',
      html_body: '<h1>Hello {name}</h1>',
    }
    const template = {
      ...{ template_key: key, kind: 'plain', category: 'onboarding', description: null, version: 1 },
      ...texts,
      variables,
      locales: [texts],
      versions: [{ version: 1, locales: ['pt-BR'], restores: null, author: 'shop', created_at: time }],
      created_at: time,
      archived_at: null,
    }
    expect(data).toEqual({ ...template, warnings: [] })
    expect((await call('GET', `/templates/${key}/`)).body.data).toEqual(template)
  })

  test('the same key again makes its next version, and the one before stays as it was', async () => {
    const { key } = await published({ category: 'news' })
    const { status, body } = await call('POST', '/templates', welcome(key, { subject: 'Hi {name}' }))
    expect({ status, data: body.data }).toMatchObject({
      status: 201,
      data: {
        version: 2,
        subject: 'Hi {name}',
        category: 'news',
        versions: [{ version: 2 }, { version: 1 }],
      },
    })
    expect((await call('GET', `/v1/templates/${key}?version=1`)).body.data).toMatchObject({
      version: 1,
      subject: 'Welcome, {name}!',
    })
    expect((await render(key)).body.data).toMatchObject({ subject: 'Hi Ada', version: 2 })
    expect((await render(key, { version: 1 })).body.data).toMatchObject({
      subject: 'Welcome, Ada!',
      version: 1,
    })
  })

  test('one locale carries the others over, and without a locale it is the default', async () => {
    const { key } = await published({ locale: 'de', subject: 'Hallo {name}' })
    await call('POST', '/v1/templates', welcome(key, { locale: 'pt', subject: 'Olá {name}' }))
    const { body } = await call('PUT', `/v1/templates/${key}`, { subject: 'Moin {name}', body: 'B' })
    expect(body.data).toMatchObject({
      version: 3,
      locale: 'de',
      locales: [
        { locale: 'de', subject: 'Moin {name}', body: 'B' },
        { locale: 'pt', subject: 'Olá {name}' },
      ],
    })
    await call('PUT', `/v1/templates/${key}`, { locale: 'pt', subject: 'Oi {name}', body: 'B' })
    const subjects = await Promise.all(
      ['pt-BR', 'pt', 'de-AT', 'fr', undefined].map(
        async (locale) => (await render(key, { locale })).body.data,
      ),
    )
    expect(subjects).toMatchObject([
      { subject: 'Oi Ada', locale: 'pt' },
      { subject: 'Oi Ada', locale: 'pt' },
      { subject: 'Moin Ada', locale: 'de' },
      { subject: 'Moin Ada', locale: 'de' },
      { subject: 'Moin Ada', locale: 'de' },
    ])
  })

  test('variables stay as they were unless they are sent, and hold for every locale', async () => {
    const variables = { properties: { name: {} } }
    const { key } = await published({ variables })
    await call('POST', '/v1/templates', welcome(key, { locale: 'de', subject: 'Hallo {name}' }))
    expect((await render(key, { locale: 'de', message_data: {} })).body.data).toMatchObject({
      subject: 'Hallo',
    })
    const { body } = await call('PUT', `/v1/templates/${key}`, {
      subject: '{name}',
      body: 'B',
      variables: null,
    })
    expect(body.data).toMatchObject({ variables: null })
    expect(await render(key, { locale: 'de', message_data: {} })).toMatchObject({ status: 422 })
  })

  test('of two at once each gets a version of its own', async () => {
    const key = newKey()
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => call('POST', '/v1/templates', welcome(key, { subject: `S${i}` }))),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
    expect(answers.map(({ body }) => body.data?.version).toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    for (const { body } of answers) {
      const { version, subject } = body.data ?? {}
      expect((await render(key, { version })).body.data).toMatchObject({ subject })
    }
  })

  test('an Idempotency-Key publishes once', async () => {
    const key = newKey()
    const options = { body: welcome(key), headers: { 'idempotency-key': key } }
    const [first, second] = await Promise.all([
      api.call('POST', '/v1/templates', options),
      api.call('POST', '/v1/templates', options),
    ])
    expect(first.status).toBe(201)
    expect(second.body).toEqual(first.body)
    expect((await call('GET', `/v1/templates/${key}`)).body.data).toMatchObject({ version: 1 })
  })

  test('syntax stops it, with the place; nothing is stored', async () => {
    const key = newKey()
    const html_body = '<p>\n<a href="javascript:{x}">a</a>'
    const { status, body } = await call('POST', '/v1/templates', welcome(key, { html_body }))
    expect({ status, body }).toMatchObject({
      status: 422,
      body: {
        error: 'unprocessable',
        data: {
          issues: [
            {
              path: 'html_body',
              message: 'line 2, column 21: a variable can not stand in a javascript: link',
            },
          ],
        },
      },
    })
    expect(await call('GET', `/v1/templates/${key}`)).toMatchObject({ status: 404 })
  })

  test('anything else is a warning', async () => {
    const variables = { properties: { first_name: {} } }
    const { data } = await published({ html_body: '<img src="https://a.b/c.png">', variables })
    expect(data.warnings).toEqual([
      { path: 'variables', message: '“name” is used, but not declared' },
      { path: 'variables', message: '“first_name” is declared, but not used' },
      { path: 'html_body', message: 'line 1, column 1: this image has no alt text' },
    ])
  })

  test('the key of a template of git is refused, in every way', async () => {
    const path = '/v1/templates/order-created'
    const answers = [
      await call('POST', '/v1/templates', welcome('order-created')),
      await call('PUT', path, { subject: 'S', body: 'B' }),
      await call('POST', `${path}/rollback`, { version: 1 }),
      await call('DELETE', path),
    ]
    for (const answer of answers) {
      expect(answer).toMatchObject({
        status: 409,
        body: { error: 'conflict', data: { issues: [{ path: 'template_key' }] } },
      })
    }
  })

  test('a key that was published before the code brought one stays what it was', async () => {
    await database.db.sql`update templates set kind = 'plain' where key = 'welcome'`
    await withOtherCode(database.db, 'welcome', 'before')
    expect(await registerGitTemplates(asMember(database.db))).toEqual([])
    await database.db.sql`update templates set kind = 'git' where key = 'welcome'`
    expect(await registerGitTemplates(asMember(database.db))).toEqual(['welcome'])
  })

  test('PUT of a key that is not there is 404', async () => {
    expect(await call('PUT', '/v1/templates/NOBODY', { subject: 'S', body: 'B' })).toMatchObject({
      status: 404,
      body: { data: { issues: [{ path: 'template_key' }] } },
    })
  })

  test('who did it is kept', async () => {
    const { key } = await published()
    await call('POST', `/v1/templates/${key}/rollback`, { version: 1 })
    await call('DELETE', `/v1/templates/${key}`)
    const rows = await database.db.sql`
      select action, actor_name, detail from audit_log where target_id = ${key} order by id`
    expect([...rows]).toEqual([
      { action: 'template.publish', actor_name: 'shop', detail: { version: 1 } },
      { action: 'template.rollback', actor_name: 'shop', detail: { version: 2, restores: 1 } },
      { action: 'template.archive', actor_name: 'shop', detail: {} },
    ])
  })
})

describe('rolling back', () => {
  test('makes a next version of the old content, in all its locales', async () => {
    const { key } = await published({ locale: 'en' })
    await call('POST', '/v1/templates', welcome(key, { locale: 'de', subject: 'Hallo {name}' }))
    await call('POST', '/v1/templates', welcome(key, { subject: 'Broken', variables: { properties: {} } }))
    const { status, body } = await call('POST', `/v1/templates/${key}/rollback`, { version: 2 })
    expect({ status, data: body.data }).toMatchObject({
      status: 201,
      data: {
        version: 4,
        subject: 'Welcome, {name}!',
        variables: null,
        locales: [{ locale: 'en' }, { locale: 'de' }],
        versions: [
          { version: 4, restores: 2 },
          { version: 3, restores: null },
          { version: 2 },
          { version: 1 },
        ],
      },
    })
    expect((await render(key)).body.data).toMatchObject({ subject: 'Welcome, Ada!', version: 4 })
  })

  test('to a version, or of a template, that is not there is 404 and names it', async () => {
    const { key } = await published()
    expect(await call('POST', `/v1/templates/${key}/rollback`, { version: 2 })).toMatchObject({
      status: 404,
      body: { data: { issues: [{ path: 'version' }] } },
    })
    expect(await call('POST', '/v1/templates/NOBODY/rollback', { version: 1 })).toMatchObject({
      status: 404,
      body: { data: { issues: [{ path: 'template_key' }] } },
    })
  })
})

describe('archiving', () => {
  test('takes a template out of use; publishing it again brings it back without what was before', async () => {
    const { key } = await published({ locale: 'de', category: 'news' })
    expect(await call('DELETE', `/v1/templates/${key}`)).toMatchObject({
      status: 200,
      body: { data: { template_key: key, archived_at: time } },
    })
    const gone = [
      await render(key),
      await render(key, { version: 1 }),
      await call('DELETE', `/v1/templates/${key}`),
      await call('PUT', `/v1/templates/${key}`, { subject: 'S', body: 'B' }),
      await call('POST', `/v1/templates/${key}/rollback`, { version: 1 }),
    ]
    for (const answer of gone) expect(answer).toMatchObject({ status: 404 })
    expect((await call('GET', `/v1/templates/${key}`)).body.data).toMatchObject({
      archived_at: time,
      version: 1,
    })
    const { body } = await call('POST', '/v1/templates', welcome(key))
    expect(body.data).toMatchObject({ version: 2, archived_at: null, category: 'transactional' })
    expect(body.data?.locales).toMatchObject([{ locale: 'en' }])
  })

  test('is refused while an enabled workflow sends it', async () => {
    const { key } = await published()
    const workflow = await orderWorkflow(database.db, { templateKey: key })
    expect(await call('DELETE', `/v1/templates/${key}`)).toMatchObject({
      status: 409,
      body: { message: expect.stringContaining(workflow.key) },
    })
    await database.db.sql`update workflows set enabled = false where id = ${workflow.id}`
    expect(await call('DELETE', `/v1/templates/${key}`)).toMatchObject({ status: 200 })
  })
})

test('a version that there can not be is told so, by address and by body', async () => {
  const { key } = await published()
  const answers = [
    await call('GET', `/v1/templates/${key}?version=0`),
    await call('POST', `/v1/templates/${key}/rollback`, { version: 0 }),
    await call('POST', '/v1/templates/render', { template_key: key, version: 0 }),
  ]
  for (const { status, body } of answers) {
    expect({ status, issues: body.data?.issues }).toEqual({
      status: 400,
      issues: [{ path: 'version', message: 'must be at least 1' }],
    })
  }
})

describe('the list', () => {
  const keysOf = (body: Answer) =>
    (body.data as unknown as { template_key: string }[]).map((one) => one.template_key)

  test('has every template by key, those of git too, a page at a time', async () => {
    const first = await call('GET', '/v1/templates?limit=3')
    const { next_cursor: cursor, total } = first.body.meta as { next_cursor: string; total: number }
    expect(first.body.meta).toMatchObject({ limit: 3, page: 1, has_next: true, has_previous: false })
    const byCursor = await call('GET', `/v1/templates?limit=3&cursor=${cursor}`)
    const byPage = await call('GET', '/v1/templates?limit=3&page=2')
    expect(keysOf(byCursor.body)).toEqual(keysOf(byPage.body))
    expect(byCursor.body.meta).toMatchObject({ has_previous: true })
    const all = keysOf((await call('GET', '/v1/templates?limit=200')).body)
    expect(all).toHaveLength(total)
    expect(all.slice(0, 6)).toEqual([...keysOf(first.body), ...keysOf(byPage.body)])
    expect(all).toContain('order-created')
  })

  test('is narrowed by a part of the key or the description', async () => {
    const key = `A%_${newKey()}`.replace('%', '')
    await call('POST', '/v1/templates', welcome(key, { locale: 'de' }))
    const { body } = await call('GET', `/v1/templates?q=${encodeURIComponent(key.toLowerCase())}`)
    expect(body.data).toEqual([
      {
        template_key: key,
        kind: 'plain',
        category: 'transactional',
        description: null,
        version: 1,
        locales: ['de'],
        created_at: time,
        updated_at: time,
        archived_at: null,
      },
    ])
    expect(keysOf((await call('GET', '/v1/templates?q=%25')).body)).toEqual([])
  })

  test('has archived ones when asked', async () => {
    const { key } = await published()
    await call('DELETE', `/v1/templates/${key}`)
    expect(keysOf((await call('GET', `/v1/templates?q=${key}`)).body)).toEqual([])
    expect(keysOf((await call('GET', `/v1/templates?q=${key}&archived=true`)).body)).toEqual([key])
  })

  test.each([
    ['limit=201', 'limit'],
    ['page=0', 'page'],
    ['page=51&limit=200', 'cursor'],
    ['page=1&cursor=a', 'page'],
    ['archived=maybe', 'archived'],
    ['cursor=%00', 'cursor'],
    ['q=%00', 'q'],
  ])('%s is 400', async (query, path) => {
    expect(await call('GET', `/v1/templates?${query}`)).toMatchObject({
      status: 400,
      body: { data: { issues: [{ path }] } },
    })
  })
})

describe('rendering', () => {
  test('answers subject, text and HTML as they would be sent', async () => {
    const html_body = '<p title="{name}">{name}</p>'
    const { key } = await published({ html_body })
    const { status, body } = await render(key, { message_data: { name: '<Ada> & Bob\r\n' } })
    expect({ status, data: body.data }).toEqual({
      status: 200,
      data: {
        subject: 'Welcome, <Ada> & Bob !',
        body: 'Hello <Ada> & Bob\r\n, here we are.',
        html_body: '<p title="&lt;Ada&gt; &amp; Bob\r\n">&lt;Ada&gt; &amp; Bob\r\n</p>',
        version: 1,
        locale: 'en',
      },
    })
  })

  test('makes the HTML from the body where there is none', async () => {
    const { key } = await published({ html_body: ' ' })
    expect((await render(key)).body.data?.html_body).toMatch(
      /^<!doctype html>[\s\S]*>Hello Ada, here we are\.<\/p>/,
    )
  })

  test('names every value that is missing or does not fit', async () => {
    const { key } = await published({ body: '{name} {user.id} {list}' })
    expect(await render(key, { message_data: { list: [] } })).toMatchObject({
      status: 422,
      body: {
        error: 'unprocessable',
        data: {
          issues: [
            { path: 'message_data.name', message: 'is required' },
            { path: 'message_data.user.id', message: 'is required' },
            { path: 'message_data.list', message: 'must be a text, a number or true or false' },
          ],
        },
      },
    })
  })

  test('is of templates of git too', async () => {
    const message_data = { order_id: '123', order_total: 599 }
    expect(await render('order-created', { message_data })).toMatchObject({
      status: 200,
      body: { data: { subject: expect.stringContaining('123'), version: 1, locale: 'en' } },
    })
    expect(await render('order-created', { message_data: {} })).toMatchObject({
      status: 422,
      body: { data: { issues: [{ path: 'message_data.order_id' }] } },
    })
  })

  test('of a key or a version that is not there is 404 and names it', async () => {
    const { key } = await published()
    expect(await render('NOBODY')).toMatchObject({
      status: 404,
      body: { data: { issues: [{ path: 'template_key' }] } },
    })
    expect(await render(key, { version: 9 })).toMatchObject({
      status: 404,
      body: { data: { issues: [{ path: 'version' }] } },
    })
  })
})

const wrongTexts: (readonly [string, Record<string, unknown>, string])[] = [
  ['a subject that is a number', { subject: 1 }, 'subject'],
  ['a blank subject', { subject: ' ' }, 'subject'],
  ['a subject of 999 characters', { subject: 'x'.repeat(999) }, 'subject'],
  ['no body', { body: undefined }, 'body'],
  ['a body that is a list', { body: ['a'] }, 'body'],
  ['an html_body that is an object', { html_body: {} }, 'html_body'],
  ['a locale that is none', { locale: 'no locale' }, 'locale'],
  ['a category with a space', { category: 'a b' }, 'category'],
  ['variables that are a text', { variables: 'name' }, 'variables'],
  ['variables of a list', { variables: { type: 'array' } }, 'variables.type'],
  ['properties that are a list', { variables: { properties: [] } }, 'variables.properties'],
  ['required that is a text', { variables: { required: 'name' } }, 'variables.required'],
]
const fixed = 'FIXED'

describeBadInput({
  title: 'POST /v1/templates',
  method: 'POST',
  path: '/v1/templates',
  api: () => api,
  good: () => welcome(fixed),
  status: 201,
  scope: 'templates',
  wrong: [
    ...wrongTexts.map(([title, fields, path]) => [title, welcome(fixed, fields), path] as const),
    ['no template_key', { subject: 'S', body: 'B' }, 'template_key'],
    ['a template_key with a slash', welcome('a/b'), 'template_key'],
    ['the template_key “render”', welcome('render'), 'template_key'],
    ['the template_key “brand”, a page of the studio', welcome('brand'), 'template_key'],
    ['the template_key “preview”, another', welcome('preview'), 'template_key'],
    ['a template_key of 101 characters', welcome('x'.repeat(101)), 'template_key'],
  ],
  stored: versions,
})

describeBadInput({
  title: 'PUT /v1/templates/{template_key}',
  method: 'PUT',
  path: `/v1/templates/${fixed}`,
  api: () => api,
  good: () => ({ subject: 'S', body: 'B' }),
  status: 200,
  scope: 'templates',
  wrong: wrongTexts.map(
    ([title, fields, path]) => [title, { subject: 'S', body: 'B', ...fields }, path] as const,
  ),
  stored: versions,
})

describeBadInput({
  title: 'POST /v1/templates/{template_key}/rollback',
  method: 'POST',
  path: `/v1/templates/${fixed}/rollback`,
  api: () => api,
  good: () => ({ version: 1 }),
  status: 201,
  scope: 'templates',
  wrong: [
    ['no version', {}, 'version'],
    ['a version in quotes', { version: '1' }, 'version'],
    ['version 0', { version: 0 }, 'version'],
    ['half a version', { version: 1.5 }, 'version'],
    ['a version beyond all', { version: 2 ** 31 }, 'version'],
  ],
  stored: versions,
})

describeBadInput({
  title: 'POST /v1/templates/render',
  method: 'POST',
  path: '/v1/templates/render',
  api: () => api,
  good: () => ({ template_key: fixed, version: 1, message_data: { name: 'Ada' } }),
  status: 200,
  scope: 'templates',
  wrong: [
    ['no template_key', {}, 'template_key'],
    ['message_data that is a list', { template_key: fixed, message_data: [] }, 'message_data'],
    ['a locale that is a number', { template_key: fixed, locale: 1 }, 'locale'],
    ['a version in quotes', { template_key: fixed, version: '1' }, 'version'],
  ],
  stored: versions,
})
