import { describeBadInput } from '#server/testing/bad-input.ts'
import { templatesApi, welcome } from '#server/testing/templates-api.ts'

const { api, db } = templatesApi()

const versions = async (): Promise<number> => {
  const [row] = await db().sql<{ count: number }[]>`
    select count(*)::integer as count from template_versions`
  return row?.count ?? 0
}

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
  api,
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
  api,
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
  api,
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
  api,
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
