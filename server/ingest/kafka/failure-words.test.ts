import { expect, test } from 'vitest'
import { failureWords } from './failure-words.ts'

const withCode = (message: string, code: string) => Object.assign(new Error(message), { code })

test('what the client wraps is said in words', () => {
  const refused = withCode('connect ECONNREFUSED 10.0.0.5:9092', 'ECONNREFUSED')
  const wrapped = new AggregateError(
    [new Error('Connection failed', { cause: refused })],
    'metadata failed 3 times',
  )
  expect(failureWords(wrapped)).toBe(
    'No broker can be reached (10.0.0.5:9092). It is tried again every few seconds.',
  )
  const denied = new AggregateError([withCode('SASL authentication failed.', 'PLT_KFK_AUTHENTICATION')], 'x')
  expect(failureWords(denied)).toMatch(/^The broker refuses the user name or password/)
})

test('a lost database is no fault of Kafka', () => {
  expect(failureWords(withCode('write CONNECTION_CLOSED', 'CONNECTION_CLOSED'))).toMatch(
    /^PostgreSQL is away/,
  )
})

test('anything else is told by its innermost reason', () => {
  expect(failureWords(new Error('outer', { cause: new Error('inner') }))).toBe('inner')
  expect(failureWords('odd')).toBe('odd')
})
