import { describe, expect, it } from 'vitest'
import { isRightToLeft } from './locale.ts'
import { moment } from './moment.ts'
import { money } from './money.ts'
import { fill, pieces, subjectOf, words } from './words.ts'

const strings = { subject: 'Order {order}', heading: 'Thank you' }

describe('words', () => {
  it('are the template’s own, but for those that a locale says otherwise', () => {
    expect(words(strings, {})).toEqual(strings)
    const $wording = { strings: { heading: 'Danke', gone: 'Weg', constructor: 'x' } }
    expect(words(strings, { $wording })).toEqual({ ...strings, heading: 'Danke' })
  })

  it('are filled once: what a fact says is not looked at again', () => {
    expect(fill('{a} and {b}, not {c}', { a: '{b}', b: '$&' })).toBe('{b} and $&, not {c}')
    expect(fill('{constructor} {toString}', {})).toBe('{constructor} {toString}')
  })

  it('stand apart from the parts between them', () => {
    expect(pieces('Hello {name},', { name: 'Ada' })).toEqual(['Hello ', 'Ada', ','])
    expect(pieces('{name}', { name: '{name}' }, { name: 'x' })).toEqual(['', '{name}', ''])
    expect(pieces('Sent to {email}', {}, { email: '{app}' })).toEqual(['Sent to {app}'])
  })

  it('make a subject, unless the locale makes its own of the facts', () => {
    expect(subjectOf({}, strings.subject, { order: '7' })).toBe('Order 7')
    const subject = ({ order }: Readonly<Record<string, string>>) => `Bestellung ${order}`
    expect(subjectOf({ $wording: { subject } }, strings.subject, { order: '7' })).toBe('Bestellung 7')
  })
})

describe('a language that is not English', () => {
  const reader = { locale: 'de-AT', timezone: 'Europe/Vienna', language: 'de' }

  it('has its own dates and amounts, with the reader’s regional habits', () => {
    expect(moment('2026-07-14T09:30:00+02:00', reader)).toMatchObject({
      spoken: 'Dienstag, 14. Juli um 09:30',
      full: 'Dienstag, 14. Juli 2026 um 09:30 MESZ',
    })
    expect(money(1234.5, 'EUR', { ...reader, locale: 'de-DE' }).replace(/\s/g, ' ')).toBe('1.234,50 €')
    expect(money(1234.5, 'EUR', { locale: 'en-US', language: 'pt-BR' }).replace(/\s/g, ' ')).toBe(
      '€ 1.234,50',
    )
  })

  it('is written in its direction', () => {
    expect(['ar', 'he', 'fa-IR', 'de', 'zh-TW'].map(isRightToLeft)).toEqual([true, true, true, false, false])
  })
})
