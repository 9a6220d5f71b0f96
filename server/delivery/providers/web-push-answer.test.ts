import { expect, test } from 'vitest'
import { answerOf } from './web-push-answer.ts'

const throttled = (retryAfter?: string) =>
  answerOf({ status: 429, headers: { 'retry-after': retryAfter }, body: '' })

test.each([
  ['2', 2_000],
  ['0', 0],
  ['soon', null],
  [undefined, null],
  [new Date(Date.now() - 60_000).toUTCString(), 0],
])('Retry-After: %s', (text, retryAfterMs) => {
  expect(throttled(text)).toMatchObject({ outcome: 'throttled', retryAfterMs })
})

// Whoever subscribes chooses the push service: its word must not put a delivery, or its host, off for years.
test.each(['9999999999', '9'.repeat(30), '9'.repeat(400), new Date(8.64e15).toUTCString()])(
  'Retry-After: %s is not waited for that long',
  (text) => {
    expect(throttled(text)).toMatchObject({ retryAfterMs: 3_600_000 })
  },
)
