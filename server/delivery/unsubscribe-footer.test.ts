import { describe, expect, test } from 'vitest'
import { withUnsubscribeLink } from './unsubscribe-footer.ts'

const PAGE = 'https://posthorn.test/u/abc'

describe('a link to unsubscribe', () => {
  test('is added at the end of both bodies, in the mail’s language', () => {
    const sent = withUnsubscribeLink(
      { html: '<html><body><p>Hallo</p></BODY ></html>', text: 'Hallo\n' },
      PAGE,
      'de-AT',
    )
    expect(sent.html).toMatch(
      /<p>Hallo<\/p><div lang="de".*<a href="https:\/\/posthorn\.test\/u\/abc".*<\/div><\/BODY ><\/html>$/,
    )
    expect(sent.text).toBe(`Hallo\n\nAbbestellen oder auswählen, was Sie bekommen: ${PAGE}\n`)
  })

  test('stands in English where we have no words', () => {
    const sent = withUnsubscribeLink({ html: '<p>Sæl</p>', text: 'Sæl' }, PAGE, 'is')
    expect(sent.html).toContain('<p>Sæl</p><div lang="en" dir="ltr"')
    expect(sent.text).toContain('Unsubscribe or choose what you get: ')
  })

  test('is left where the template put it, in each body by itself', () => {
    const own = `<a href="${PAGE}">out</a></body>`
    expect(withUnsubscribeLink({ html: own, text: 'Hello' }, PAGE, 'en')).toEqual({
      html: own,
      text: `Hello\n\nUnsubscribe or choose what you get: ${PAGE}\n`,
    })
    expect(withUnsubscribeLink({ html: '<p>', text: `Out: ${PAGE}` }, PAGE, 'en').text).toBe(`Out: ${PAGE}`)
  })

  test('makes no HTML of a mail that has none', () => {
    expect(withUnsubscribeLink({ html: '', text: '' }, PAGE, 'en')).toEqual({
      html: '',
      text: `Unsubscribe or choose what you get: ${PAGE}\n`,
    })
  })

  test('escapes what it writes', () => {
    expect(withUnsubscribeLink({ html: '<p>', text: '' }, 'https://x.test/?a&"b', 'en').html).toContain(
      'href="https://x.test/?a&amp;&quot;b"',
    )
  })
})
