import { describe, expect, test } from 'vitest'
import { orderWorkflow } from '#server/testing/delivering.ts'
import { templatesApi, time, welcome } from '#server/testing/templates-api.ts'

const { call, db, published, render } = templatesApi()

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
    const workflow = await orderWorkflow(db(), { templateKey: key })
    expect(await call('DELETE', `/v1/templates/${key}`)).toMatchObject({
      status: 409,
      body: { message: expect.stringContaining(workflow.key) },
    })
    await db().sql`update workflows set enabled = false where id = ${workflow.id}`
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
