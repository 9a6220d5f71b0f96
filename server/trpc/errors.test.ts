import { describe, expect, it } from 'vitest'
import { DomainError, type ErrorCode } from '#server/errors.ts'
import { translate } from './errors.ts'

describe('translate', () => {
  it.each([
    ['bad_input', 'BAD_REQUEST'],
    ['unprocessable', 'UNPROCESSABLE_CONTENT'],
    ['unauthorized', 'UNAUTHORIZED'],
    ['forbidden', 'FORBIDDEN'],
    ['not_found', 'NOT_FOUND'],
    ['conflict', 'CONFLICT'],
    ['rate_limited', 'TOO_MANY_REQUESTS'],
    ['unavailable', 'SERVICE_UNAVAILABLE'],
  ] satisfies [ErrorCode, string][])('gives %s its code and keeps its words', (reason, code) => {
    const issues = [{ path: 'q', message: 'too long' }]
    expect(translate(new DomainError(reason, 'Words.', issues))).toEqual({
      code,
      reason,
      message: 'Words.',
      issues,
    })
  })

  it('knows a domain error of another copy of the module', () => {
    const copy = Object.assign(new Error('Words.'), { name: 'DomainError', code: 'conflict', issues: [] })
    expect(translate(copy)).toMatchObject({ code: 'CONFLICT', message: 'Words.' })
  })

  it('says that the database is away, also when an error wraps it', () => {
    const away = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' })
    const wrapped = new Error('Failed query: select secret', { cause: away })
    expect(translate(wrapped)).toMatchObject({ code: 'SERVICE_UNAVAILABLE', reason: 'unavailable' })
    expect(translate(wrapped).message).not.toMatch(/ECONNREFUSED|select/)
  })

  it.each([new Error('password=hunter2'), 'a string', undefined, null])('shows nothing of %s', (cause) => {
    const { code, reason, message } = translate(cause)
    expect({ code, reason }).toEqual({ code: 'INTERNAL_SERVER_ERROR', reason: 'internal' })
    expect(message).not.toContain('hunter2')
  })
})
