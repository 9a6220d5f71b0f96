import { expect, test } from 'vitest'
import { brandTheme } from '../sources.ts'
import type { CheckedDraft, CheckId } from './check.ts'
import { judgeAddress } from './links.ts'
import { runChecks } from './run.ts'
import { otherDomain } from './spam.ts'

const app = { name: 'Posthorn', url: 'https://posthorn.test' }
const LONG_ENOUGH = '<p>Here is what we have to tell you about the order that you have made.</p>'

function draft(html: string, changes: Partial<CheckedDraft> = {}, subject = 'Your order'): CheckedDraft {
  return {
    key: 'order',
    kind: 'plain',
    category: 'orders',
    unsubscribable: false,
    variables: null,
    locales: [{ locale: 'en', source: { subject, body: 'Hello there', html_body: html } }],
    fixtures: [],
    theme: brandTheme.parse({}),
    git: null,
    published: null,
    ...changes,
  }
}

async function found(id: CheckId, of: CheckedDraft) {
  const { checks } = await runChecks({ app }, of)
  const check = checks.find((one) => one.id === id)
  if (!check) throw new Error(`there is no check ${id}`)
  return {
    state: check.state,
    messages: check.problems.map(({ message }) => message),
    problems: check.problems,
  }
}

const schema = {
  type: 'object' as const,
  properties: { order_id: { type: 'string' }, note: { type: 'string' } },
  required: ['order_id'],
}

test('a good template passes everything', async () => {
  const html = `${LONG_ENOUGH}<p>{order_id} <a href="https://shop.example/o/{order_id}">See it</a> <img src="https://a.example/b.png" alt="Shoes"></p>`
  const good = draft(html, { variables: { ...schema, properties: { order_id: { type: 'string' } } } })
  const { checks, errors } = await runChecks(
    { app },
    { ...good, fixtures: [{ name: 'shoes', data: { order_id: '1' } }] },
  )
  expect(errors).toBe(0)
  expect(checks.filter(({ state }) => state !== 'passed' && state !== 'skipped')).toEqual([])
})

test('fixtures keep to the schema and hold what is needed', async () => {
  const html = `${LONG_ENOUGH}{order_id}`
  const fixtures = [
    { name: 'none', data: { order_id: 7 } },
    { name: 'empty', data: {} },
  ]
  const { state, problems } = await found('fixtures', draft(html, { variables: schema, fixtures }))
  expect(state).toBe('error')
  expect(problems).toMatchObject([
    {
      message: 'The fixture “none” does not keep to the schema: order_id must be string',
      where: { field: 'fixture', name: 'none' },
    },
    { message: expect.stringContaining("must have required property 'order_id'"), where: { name: 'empty' } },
    {
      message: 'The mail can’t be made from the fixture “empty”: order_id is required',
      where: { name: 'empty' },
    },
  ])
  const broken = draft(html, { variables: { type: 'object', properties: { a: { pattern: '(' } } } })
  expect((await found('fixtures', broken)).messages[0]).toContain('no valid JSON Schema')
  expect((await found('fixtures', draft(html))).state).toBe('skipped')
})

test('a pattern that never ends is stopped', async () => {
  const variables = { type: 'object' as const, properties: { a: { type: 'string', pattern: '^(a+)+$' } } }
  const fixtures = [{ name: 'long', data: { a: `${'a'.repeat(50)}!` } }]
  const { messages } = await found('fixtures', draft(`${LONG_ENOUGH}{a}`, { variables, fixtures }))
  expect(messages[0]).toContain('takes too long')
})

test('variables are declared, and the required ones used', async () => {
  const open = { type: 'object' as const, properties: { user: { type: 'object' } } }
  expect(
    (await found('variables', draft(`${LONG_ENOUGH}{user.name}`, { variables: open }))).messages,
  ).toEqual([])
  const wrong = await found('variables', draft(`${LONG_ENOUGH}{ordre_id}`, { variables: schema }))
  expect(wrong.messages).toEqual([
    '“ordre_id” is used, but not declared: declare it, or mend its name',
    '“order_id” is required, but not used',
  ])
  expect((await found('variables', draft(`${LONG_ENOUGH}{order_id}`))).state).toBe('warning')
  expect((await found('variables', draft(`${LONG_ENOUGH}{recipient.name|you}`))).state).toBe('passed')
})

test('translations are looked after', async () => {
  const source = { subject: 'Your order', body: 'Thank you', html_body: null }
  const locales = [
    { locale: 'en', source, translation: 'default' as const },
    { locale: 'de', source, translation: 'untouched' as const },
    { locale: 'pl', source: { ...source, subject: 'Zamówienie' }, translation: 'behind' as const },
  ]
  const { state, messages } = await found('translations', draft('', { locales }))
  expect(state).toBe('warning')
  expect(messages).toEqual([
    'de is not translated yet: it says what en says',
    'en was changed after pl: look whether it still says the same',
    '1 of 2 texts of pl read as in en',
  ])
  expect((await found('translations', draft(LONG_ENOUGH))).state).toBe('skipped')
})

test('a subject is there and fits', async () => {
  expect((await found('subject', draft(LONG_ENOUGH, {}, ' '))).messages).toEqual(['The subject is empty'])
  expect((await found('subject', draft(LONG_ENOUGH, {}, '{name|}'))).messages).toEqual([
    'The subject is empty without what is optional',
  ])
  expect((await found('subject', draft(LONG_ENOUGH, {}, 'x'.repeat(71)))).state).toBe('warning')
})

test.each([
  [80, 'passed'],
  [95, 'warning'],
  [103, 'error'],
])('%i KB: %s', async (kilobytes, state) => {
  expect((await found('size', draft(`<p>${'x'.repeat(kilobytes * 1024)}</p>`))).state).toBe(state)
})

test.each([
  ['', false, 'leads nowhere'],
  ['#', false, 'leads nowhere'],
  ['/shop', false, 'no full address'],
  ['//shop.example', false, 'https: in front'],
  ['javascript:alert(1)', false, 'block'],
  ['data:image/png;base64,AA', true, 'block'],
  ['http://shop.example', false, 'anybody'],
  ['http://shop.example/a.png', true, 'refuse'],
  ['http://localhost:3000/a', false, 'no reader reaches'],
  ['https://192.168.1.4/', false, 'no reader reaches'],
  ['https://', false, 'none'],
])('the address %j (image: %j) %s', (address, isImage, words) => {
  expect(judgeAddress(address, isImage, app.url)?.message).toContain(words)
})

test.each([
  ['https://shop.example/?a=b#c', false],
  ['mailto:a@b.example', false],
  ['tel:+48123', false],
  ['#top', false],
  ['cid:logo', true],
  ['https://posthorn.test/assets/1/a.png', true],
])('the address %j is fine', (address, isImage) => {
  expect(judgeAddress(address, isImage, app.url)).toBeNull()
})

test('a bad link is found at its line; one of a fixture stops nobody', async () => {
  const html = `${LONG_ENOUGH}\n<a href="/cart">Cart</a> <a href="{url}">More</a>`
  const { problems } = await found(
    'links',
    draft(html, { fixtures: [{ name: 'local', data: { url: 'http://localhost/x' } }] }),
  )
  expect(problems).toMatchObject([
    { severity: 'error', where: { field: 'html_body', line: 2, column: 10 }, locale: 'en' },
    { severity: 'warning', where: { field: 'fixture', name: 'local' } },
  ])
})

test('images say what they show', async () => {
  const images = [
    '<img src="https://a.example/none.png">',
    '<a href="https://a.example"><img src="https://a.example/link.png" alt=""></a>',
    '<img src="https://a.example/name.png" alt="name.png">',
    '<img src="https://a.example/fine.png" alt="Shoes"><img src="https://a.example/line.png" alt="">',
  ]
  const { messages, problems } = await found('images', draft(LONG_ENOUGH + images.join('\n')))
  expect(messages).toEqual([
    'The image “none.png” has no alt text: say what it shows, or that it only decorates (an empty one)',
    'The image “link.png” is all there is of a link, and has no alt text: say where it leads',
    'The alt text “name.png” is a file’s name: say what the image shows',
  ])
  expect(problems[1]?.where).toMatchObject({ field: 'html_body', line: 2 })
})

test('text stands out from what is behind it', async () => {
  const faint = '<div style="background:#ffffff"><p style="color:#999999">Grey on white</p></div>'
  expect((await found('contrast', draft(LONG_ENOUGH + faint))).messages).toEqual([
    '“Grey on white” has a contrast of 2.8 to 1 (#999999 on #ffffff); at least 4.5 is needed',
  ])
  const unseen = '<td bgcolor="#000080"><span style="color:navy">Navy on navy</span></td>'
  expect((await found('contrast', draft(LONG_ENOUGH + unseen))).state).toBe('error')
  const fine = [
    '<p style="color:#999999;font-size:24px;background:#000">Large</p>',
    '<p style="color:#777777;font-size:19px;font-weight:bold">Bold and large</p>',
    '<div style="display:none;color:#fff">Hidden</div>',
    '<div style="background-image:url(https://a.example/b.png)"><p style="color:#fff">On an image</p></div>',
    '<p style="background-color:rgba(0,0,0,.8);color:#fff">On a veil</p>',
  ]
  expect((await found('contrast', draft(LONG_ENOUGH + fine.join('')))).messages).toEqual([])
})

test('who need not get it can unsubscribe', async () => {
  const marketing = { category: 'marketing', unsubscribable: true }
  expect((await found('unsubscribe', draft(LONG_ENOUGH, marketing))).state).toBe('error')
  const locales = [
    {
      locale: 'en',
      source: {
        subject: 'News',
        body: 'News. Unsubscribe: {unsubscribe_url}',
        html_body: `${LONG_ENOUGH}<a href="{unsubscribe_url}">Unsubscribe</a>`,
      },
    },
  ]
  expect((await found('unsubscribe', draft('', { ...marketing, locales }))).state).toBe('passed')
  expect((await found('unsubscribe', draft(LONG_ENOUGH))).state).toBe('skipped')
})

test('signs of spam', async () => {
  expect((await found('spam', draft(LONG_ENOUGH, {}, 'BUY NOW!!!'))).messages).toEqual([
    'The subject repeats “!”, “?” or a currency sign',
    'Filters weigh “BUY NOW” in a subject',
  ])
  expect((await found('spam', draft(LONG_ENOUGH, {}, 'GREAT OFFERS'))).messages).toEqual([
    'The subject is all capitals',
  ])
  expect(
    (await found('spam', draft('<img src="https://a.example/b.png" alt="All of it">'))).messages,
  ).toEqual(['Nearly all of the mail is images: say it in text too'])
  const trick = `${LONG_ENOUGH}<a href="https://evil.example/x">www.bank.example</a>`
  expect((await found('spam', draft(trick))).messages[0]).toContain('leads to evil.example')
  expect(otherDomain('shop.example', 'https://www.shop.example/x')).toBeNull()
  expect(otherDomain('Our shop', 'https://shop.example')).toBeNull()
})

test('a check that finds nothing to look at says so', async () => {
  expect((await found('concrete', draft(LONG_ENOUGH))).state).toBe('skipped')
  expect((await found('links', draft(LONG_ENOUGH))).state).toBe('skipped')
})
