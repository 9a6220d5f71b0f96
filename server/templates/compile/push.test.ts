import { expect, test } from 'vitest'
import { brandTheme } from '../sources.ts'
import { compileSource } from './compile-source.ts'
import { compiledSchema } from './format.ts'

const theme = brandTheme.parse({})
const mail = { subject: 'Order {id}', body: 'Hello', html_body: null }
const compile = (
  push: Record<string, string> | undefined,
  variables: Record<string, unknown> | null = null,
) => compileSource('plain', push ? { ...mail, push } : mail, { locale: 'en', variables, theme })

test('a push message of its own is compiled beside the mail, and blank parts are not there', async () => {
  const { compiled, problems, used } = await compile({
    title: '{count} new',
    body: ' ',
    link: 'https://x.test/{id}',
    icon: '{icon|https://x.test/i.png}',
  })
  expect(problems).toEqual([])
  expect(compiled?.push).toEqual({
    title: [{ value: ['count'], context: 'text' }, ' new'],
    link: ['https://x.test/', { value: ['id'], context: 'link-part' }],
    icon: [{ value: ['icon'], context: 'text', fallback: 'https://x.test/i.png' }],
  })
  expect(compiledSchema.parse(compiled)).toEqual(compiled)
  expect(used.filter(({ where }) => where?.field === 'push')).toMatchObject([
    { path: ['count'], required: true, where: { name: 'title' } },
    { path: ['id'], where: { name: 'link' } },
    { path: ['icon'], required: false, where: { name: 'icon' } },
  ])
})

test('a mail without one is compiled as ever', async () => {
  expect((await compile(undefined)).compiled).not.toHaveProperty('push')
  expect((await compile({ title: '' })).compiled).not.toHaveProperty('push')
})

test.each(['htt', 'javascript:alert(1)', '//x.test', 'x{url}'])(
  'an address that begins with %j is a problem',
  async (link) => {
    const { compiled, problems } = await compile({ link })
    expect(compiled).toBeNull()
    expect(problems).toMatchObject([
      { severity: 'error', locale: 'en', where: { field: 'push', name: 'link' } },
    ])
  },
)
