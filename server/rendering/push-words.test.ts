import { expect, test } from 'vitest'
import { openable, pushFromMail } from './push-words.ts'

const app = 'https://posthorn.test'
const from = (mail: { subject?: string; html?: string; text?: string }) =>
  pushFromMail({ subject: 'S', html: '', text: '', ...mail }, app)

test('the subject is the title, and the preheader the body', () => {
  const html =
    '<body><div style="display:none" data-skip-in-text="true">It comes &amp; goes &#x27;today&#39;<div>\u00a0\u200c\u00a0</div></div><p>Hello</p>'
  expect(from({ subject: ' Order\n42 ', html, text: 'Hello' })).toEqual({
    title: 'Order 42',
    body: "It comes & goes 'today'",
    link: null,
    icon: null,
  })
})

test('without a preheader it is how the text begins, cut between words', () => {
  const { body } = from({ text: `Hello Ada,\n\n${'word '.repeat(100)}` })
  expect(body).toMatch(/^Hello Ada, word .* word…$/)
  expect(body.length).toBeLessThanOrEqual(240)
  expect(from({ text: '🎉'.repeat(200) }).body).toMatch(/^🎉+…$/u)
})

test.each([
  [
    'the first button',
    '<a href="https://a.test/1">a</a><a style="x;display:inline-block" href="https://b.test/">',
    'https://b.test/',
  ],
  [
    'else the first link',
    '<a class="x" href="https://a.test/?a=1&amp;b=2">a</a><a href="https://b.test/">',
    'https://a.test/?a=1&b=2',
  ],
  [
    'no link to the recipient’s page',
    `<a href="${app}/u/abc">x</a><a href="${app}/orders">y</a>`,
    `${app}/orders`,
  ],
  ['no link of the mail’s footer to us', `<a href="${app}">x</a>`, null],
  [
    'nothing that is no web page',
    '<a href="mailto:a@b.test">a</a><a href="javascript:alert(1)">b</a><a href="#">c</a>',
    null,
  ],
])('it leads to %s', (_name, html, link) => {
  expect(from({ html }).link).toBe(link)
})

test.each([
  ['https://a.test/ä b', 'https://a.test/%C3%A4%20b'],
  ['http://a.test', 'http://a.test/'],
  ['javascript:alert(1)', null],
  ['data:text/html,x', null],
  ['/orders', null],
  ['', null],
  [`https://a.test/${'x'.repeat(2_000)}`, null],
])('a browser may open %s: %s', (text, url) => {
  expect(openable(text)).toBe(url)
})

test('it leads to an address in the text where there is no link', () => {
  const text = `Unsubscribe: ${app}/u/abc\n(See https://a.test/1?b=2.) Or https://c.test`
  expect(from({ html: '<p>See</p>', text }).link).toBe('https://a.test/1?b=2')
})

test('what looks like a mail without end takes no time', () => {
  const began = performance.now()
  from({ html: '<div data-skip-in-text'.repeat(50_000), text: 'https://'.repeat(50_000) })
  from({ html: '<a '.repeat(100_000) })
  expect(performance.now() - began).toBeLessThan(2_000)
})
