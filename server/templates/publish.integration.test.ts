import { describe, expect, test } from 'vitest'
import { asMember } from '#server/testing/factories.ts'
import { withOtherCode } from '#server/testing/other-code.ts'
import { templatesApi, time, welcome } from '#server/testing/templates-api.ts'
import { registerGitTemplates } from './register-git.ts'

const { api, call, db, newKey, published, render } = templatesApi()

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
      api().call('POST', '/v1/templates', options),
      api().call('POST', '/v1/templates', options),
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
    await db().sql`update templates set kind = 'plain' where key = 'welcome'`
    await withOtherCode(db(), 'welcome', 'before')
    expect(await registerGitTemplates(asMember(db()))).toEqual([])
    await db().sql`update templates set kind = 'git' where key = 'welcome'`
    expect(await registerGitTemplates(asMember(db()))).toEqual(['welcome'])
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
    const rows = await db().sql`
      select action, actor_name, detail from audit_log where target_id = ${key} order by id`
    expect([...rows]).toEqual([
      { action: 'template.publish', actor_name: 'shop', detail: { version: 1 } },
      { action: 'template.rollback', actor_name: 'shop', detail: { version: 2, restores: 1 } },
      { action: 'template.archive', actor_name: 'shop', detail: {} },
    ])
  })
})
