import { describe, expect, it } from 'vitest'
import { languageName } from '../templates/languages.ts'
import { type HeadlineDelivery, type HeadlineInput, headlineOf } from './headline.ts'

const at = new Date('2026-07-14T21:30:00Z')
const email: HeadlineDelivery = {
  channel: 'email',
  status: 'QUEUED',
  dueAt: at,
  template: { locale: 'de-AT', wordsIn: 'de' },
  fallbackOf: [],
  digest: false,
}
const push: HeadlineDelivery = { ...email, channel: 'push' }
const asked: HeadlineInput = {
  at,
  outcome: 'deliver',
  user: { timezone: 'Europe/Berlin' },
  deliveries: [email],
}

describe('headlineOf', () => {
  it('says what goes now, and in which language', () => {
    expect(headlineOf(asked)).toBe('Would send an e-mail in German now.')
    expect(headlineOf(asked, 'was')).toBe('It was decided to send an e-mail in German at once.')
  })

  it('says until when the rest is held, in the zone of the user', () => {
    const held = { ...push, status: 'HELD', dueAt: new Date('2026-07-15T06:00:00Z') }
    expect(headlineOf({ ...asked, deliveries: [held, email] })).toBe(
      'Would send an e-mail in German now, and hold a push message in German until Wed 15 Jul, 08:00 (Europe/Berlin).',
    )
  })

  it('counts what is alike, and puts what is withheld last', () => {
    const off = { ...email, status: 'WITHHELD' }
    const pushes = [push, { ...push, template: { locale: 'pt-BR', wordsIn: 'pt-BR' } }]
    expect(headlineOf({ ...asked, deliveries: [off, ...pushes] })).toBe(
      'Would send 2 push messages in German and Brazilian Portuguese now, and withhold an e-mail.',
    )
  })

  it('tells a digest and a fallback from what is held', () => {
    const later = new Date('2026-07-14T21:45:00Z')
    const digest = { ...email, status: 'HELD', digest: true, dueAt: later }
    const second = { ...push, status: 'HELD', fallbackOf: [0], dueAt: later }
    expect(headlineOf({ ...asked, deliveries: [digest, second] })).toBe(
      'Would collect an e-mail in German into a digest that goes out at 23:45 (Europe/Berlin), and fall back on a push message in German at 23:45 (Europe/Berlin) if need be.',
    )
  })

  it('says that nobody is told', () => {
    expect(headlineOf({ ...asked, outcome: 'recorded', deliveries: [] })).toBe(
      'Would be recorded; there is nobody to tell.',
    )
    expect(headlineOf({ ...asked, outcome: 'failed', deliveries: [] }, 'was')).toBe(
      'It could not be carried out.',
    )
  })
})

describe('languageName', () => {
  it('leaves what is no language as it is', () => {
    expect(languageName('de-AT')).toBe('Austrian German')
    expect(languageName('not a language')).toBe('not a language')
  })
})
