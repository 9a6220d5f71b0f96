import { describe, expect, test } from 'vitest'
import type { Answer } from '#server/testing/api.ts'
import { templatesApi, time, welcome } from '#server/testing/templates-api.ts'

const { call, newKey, published, render } = templatesApi()

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
