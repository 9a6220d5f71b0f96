import { DrizzleQueryError } from 'drizzle-orm/errors'
import { expect, test } from 'vitest'
import { errorLine } from './error-line.ts'

test('what a failed statement was given stays out of the log, and what failed stands in it', () => {
  const postgres = Object.assign(
    new Error('duplicate key value violates unique constraint "users_email_key"'),
    {
      code: '23505',
      detail: 'Key (lower(email))=(ada@example.com) already exists.',
    },
  )
  const failed = new DrizzleQueryError(
    'insert into users values ($1)',
    ['ada@example.com\n    at x'],
    postgres,
  )
  const line = errorLine(new Error('Could not be stored', { cause: failed }))
  expect(JSON.stringify(line)).not.toContain('ada@example.com')
  expect(line).toMatchObject({
    type: 'Error',
    code: '23505',
    message:
      'Could not be stored: Failed query: insert into users values ($1): duplicate key value violates unique constraint "users_email_key"',
  })
  expect((line as { stack: string }).stack).toMatch(/error-line\.test\.ts:\d+/)
})

test('what is no error is told as it is', () => {
  expect(errorLine('why')).toBe('why')
})
