import { describe, expect, test } from 'vitest'
import { planned, template } from '#server/testing/planning.ts'

describe('its language', () => {
  const words = { ...template, defaultLocale: 'fr', locales: ['fr', 'de', 'pt-BR'] }
  test.each<[string | null, object, string, RegExp]>([
    ['de', words, 'de', /^In German, the recipient’s language/],
    ['de-AT', words, 'de-AT', /^In German: the recipient reads Austrian German/],
    ['pt-PT', words, 'pt-PT', /^In French, the template’s default: it has no words in European Portuguese/],
    [null, words, 'fr', /^In French, the template’s default: the recipient named no language/],
    [null, template, 'en', /^In English/],
    ['de', template, 'de', /^In English, the template’s default: it has no words in German/],
  ])('of a user who reads %s', (language, of, locale, text) => {
    const made = planned({ user: { language }, workflow: { template: { ...template, ...of } } })
    expect(made).toMatchObject({ decisions: [{ locale }] })
    expect(made.steps.find(({ code }) => code === 'language')?.text).toMatch(text)
  })

  test('of somebody who is no user is the template’s default', () => {
    const data = { customer_email: 'bob@example.com' }
    expect(planned({ data, workflow: { template: words } })).toMatchObject({ decisions: [{ locale: 'fr' }] })
    expect(planned({ data })).toMatchObject({ decisions: [{ locale: 'en' }] })
  })
})
