import { expect, test } from 'vitest'
import { askedFor, choicesIn, formOf } from './form.ts'

const choices = (text: string) => choicesIn(new URLSearchParams(text))

test('a form that changes nothing asks for nothing', () => {
  const same =
    'shown=email:&was=email:&on=email:&shown=email:product&shown=push:product&was=push:product&on=push:product' +
    '&quiet_shown=22:00-07:00&quiet=on&quiet_start=22:00&quiet_end=07:00&language_was=de&language=de&timezone_was=&timezone='
  expect(choices(same)).toEqual({ categories: [] })
})

test('names what was switched, by channel and by category × channel', () => {
  const text =
    'shown=email:&was=email:&shown=push:&was=push:&on=push:&shown=email:a:b&was=email:a:b&shown=push:x&on=push:x'
  expect(choices(text)).toEqual({
    channels: { email: false },
    categories: [
      { channel: 'email', key: 'a:b', on: false },
      { channel: 'push', key: 'x', on: true },
    ],
  })
})

test('who unsubscribes from all mail switches none of it on with the same button', () => {
  const form = 'shown=email:product&on=email:product&shown=email:x&was=email:x&shown=push:x&on=push:x'
  expect(choices(`do=unsubscribe&${form}`).categories).toEqual([
    { channel: 'email', key: 'x', on: false },
    { channel: 'push', key: 'x', on: true },
  ])
  expect(choices(`do=save&${form}`).categories).toHaveLength(3)
})

test('what was not shown is not switched', () => {
  expect(choices('on=email:security&was=email:product')).toEqual({ categories: [] })
})

test.each([
  ['quiet_shown=&quiet=on&quiet_start=22:00:00&quiet_end=07:30', { start: '22:00', end: '07:30' }],
  ['quiet_shown=22:00-07:00&quiet_start=22:00&quiet_end=07:00', null],
  ['quiet_shown=&quiet=on&quiet_start=&quiet_end=07:00', { start: '', end: '07:00' }],
])('quiet hours: %s', (text, quietHours) => {
  expect(choices(text)).toEqual({ categories: [], quietHours })
})

test('nothing chosen is no language and no zone of one’s own', () => {
  expect(choices('language_was=de&language=&timezone_was=&timezone=Europe/Berlin')).toEqual({
    categories: [],
    language: null,
    timezone: 'Europe/Berlin',
  })
})

test('of a form that is too long nothing is kept', async () => {
  const request = (body: string) => new Request('https://posthorn.test/', { method: 'POST', body })
  expect((await formOf(request(`do=save&on=${'x'.repeat(30_000)}`))).size).toBe(0)
  expect((await formOf(request('do=save'))).get('do')).toBe('save')
  expect((await formOf(new Request('https://posthorn.test/', { method: 'POST' }))).size).toBe(0)
})

test.each([
  ['save', 'save'],
  ['leave', 'leave'],
  ['erase', null],
  [null, null],
])('the button %s asks for %s', (word, asked) => {
  expect(askedFor(word)).toBe(asked)
})
