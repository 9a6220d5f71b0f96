import { beforeAll, describe, expect, test } from 'vitest'
import { type Scope, scopes } from '#server/db/schema/access.ts'
import { type Answer, apiKey, type TestApi } from './api.ts'

type Json = { [field: string]: unknown } | readonly unknown[]

export interface BadInput {
  title: string
  method: 'POST' | 'PUT' | 'PATCH'
  /** As a caller writes it; a function where ids are known only once the test runs. */
  path: string | (() => string)
  api: () => TestApi
  /** A body that is taken, another one at each call where it has to be unique. */
  good: () => Json
  /** What a good body is answered with. */
  status: number
  /** Null: the endpoint wants no API key, and credentials are not looked at. */
  scope: Scope | null
  /** The endpoint's own bad bodies, each with the path of the field that the 400 must name, or of each of them. */
  wrong: readonly (readonly [title: string, body: unknown, path: string | readonly string[]])[]
  /** How much there is of what the endpoint makes. */
  stored: () => Promise<number>
  /** Headers of its own for a body as it is sent: a signature. */
  headers?: (body: Uint8Array) => Record<string, string>
}

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
const bytesOf = (body: unknown): Uint8Array<ArrayBuffer> =>
  body instanceof Uint8Array
    ? new Uint8Array(body)
    : new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body))

/** The fields that an answer names, enveloped or bare. */
export const issuePaths = ({ data, issues }: Answer): string[] =>
  (data?.issues ?? issues ?? []).map(({ path }) => path)

/** The body with one more field whose value is this JSON text, and that field's path. */
function withField(good: Json, name: string, json: string): [body: string, path: string] {
  const text = JSON.stringify(good)
  const field = `${JSON.stringify(name)}:${json}`
  if (Array.isArray(good)) {
    return [`${text.slice(0, -1)}${good.length > 0 ? ',' : ''}{${field}}]`, `[${good.length}].${name}`]
  }
  return [`${text.slice(0, -1)}${Object.keys(good).length > 0 ? ',' : ''}${field}}`, name]
}

/** What everybody's body is refused for: a title, the body made from a good one, and the field to be named. */
const everywhere: readonly [string, (good: Json) => [body: unknown, path: string]][] = [
  ['broken JSON', (good) => [JSON.stringify(good).slice(0, -1), '']],
  ['an empty body', () => ['', '']],
  ['null for a body', () => ['null', '']],
  ['a string for a body', () => ['"text"', '']],
  ['a number for a body', () => ['12', '']],
  [
    'a list for an object, or an object for a list',
    (good) => [Array.isArray(good) ? { items: good } : [good], ''],
  ],
  ['65 levels', (good) => [withField(good, 'extra', nested(65))[0], '']],
  ['10,000 levels', (good) => [withField(good, 'extra', nested(10_000))[0], '']],
  ['10,000 open brackets', () => ['['.repeat(10_000), '']],
  [
    'invalid UTF-8',
    (good) => [Buffer.from(withField(good, 'extra', '"\u00ff"')[0], 'latin1') as Uint8Array, ''],
  ],
  ['a NUL', (good) => withField(good, 'extra', '"a\\u0000b"')],
  ['a NUL in a name', (good) => withField(good, 'a\u0000b', '1')],
  ['half a surrogate pair', (good) => withField(good, 'extra', '"\\ud800"')],
  ['half a surrogate pair in a name', (good) => withField(good, 'a\udc00', '1')],
  ['__proto__', (good) => withField(good, '__proto__', '{"admin":true}')],
  ['constructor', (good) => withField(good, 'constructor', '{"prototype":1}')],
  ['prototype', (good) => withField(good, 'prototype', '1')],
  ['a number beyond all bounds', (good) => withField(good, 'extra', '1e400')],
]

/**
 * The table of bad input that every endpoint with a body is held to: each gets its 4xx, names the field, stores
 * nothing, and the next good request works. Stands in a test file beside its `beforeAll`.
 */
export function describeBadInput(input: BadInput): void {
  const { title, method, good, status, scope, wrong, stored } = input
  const path = () => (typeof input.path === 'string' ? input.path : input.path())

  async function call(
    sent: unknown,
    options: { headers?: Record<string, string>; key?: string | null } = {},
  ) {
    const body = bytesOf(sent)
    return input.api().call(method, path(), {
      ...options,
      body,
      headers: { ...input.headers?.(body), ...options.headers },
    })
  }

  /** Sends it, and sees that nothing was stored and that the next one is taken. */
  async function refused(sending: () => ReturnType<TestApi['call']>) {
    const before = await stored()
    const answer = await sending()
    expect(await stored(), 'nothing is stored').toBe(before)
    const next = await call(good())
    expect({ next: next.status, body: next.body }).toEqual({ next: status, body: next.body })
    expect(answer.headers.get('x-trace-id')).toBeTruthy()
    return answer
  }

  describe(`bad input to ${title}`, () => {
    test.each(everywhere)('%s is 400', async (_, make) => {
      const [body, named] = make(good())
      const answer = await refused(() => call(body))
      expect({ status: answer.status, named: issuePaths(answer.body) }).toEqual({
        status: 400,
        named: [named],
      })
    })

    if (wrong.length > 0) {
      test.each(wrong)('%s is 400', async (_, body, named) => {
        const answer = await refused(() => call(body))
        expect({ status: answer.status, named: issuePaths(answer.body).sort() }).toEqual({
          status: 400,
          named: [named].flat().sort(),
        })
      })
    }

    test('2 MiB is 413', async () => {
      const [body] = withField(good(), 'extra', JSON.stringify('x'.repeat(2 * 1024 * 1024)))
      expect((await refused(() => call(body))).status).toBe(413)
    })

    test.each(['', 'text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])(
      'the content type “%s” is 415',
      async (type) => {
        const answer = await refused(() => call(good(), { headers: { 'content-type': type } }))
        expect(answer.status).toBe(415)
      },
    )

    test('an unknown method is 405 and tells which ones there are', async () => {
      const answer = await refused(() => input.api().call('PROPFIND', path()))
      expect(answer.status).toBe(405)
      expect(answer.headers.get('allow')?.split(', ')).toContain(method)
    })

    test('2^63 is taken or refused, but is no fault', async () => {
      const answer = await call(withField(good(), 'extra', '9223372036854775808')[0])
      expect([status, 400]).toContain(answer.status)
    })

    if (scope) describeCredentials(scope)
  })

  function describeCredentials(needed: Scope) {
    let revoked: string
    let poor: string

    beforeAll(async () => {
      const { db } = input.api()
      revoked = await apiKey(db, [...scopes])
      await db.sql`update api_keys set revoked_at = now() where prefix = ${revoked.slice(0, 8)}`
      const others = scopes.filter((other) => other !== needed)
      poor = await apiKey(db, others)
    })

    test('no key, an unknown and a revoked one get the same 401', async () => {
      const answers = []
      for (const key of [null, 'nonsense', `ph_${'x'.repeat(43)}`, revoked]) {
        const { status: code, body, headers } = await refused(() => call(good(), { key }))
        const { trace_id: _, ...words } = body
        answers.push(
          JSON.stringify({ status: code, body: words, challenge: headers.get('www-authenticate') }),
        )
      }
      expect(new Set(answers).size).toBe(1)
      expect(JSON.parse(answers[0] ?? '{}')).toMatchObject({ status: 401, challenge: 'Bearer' })
    })

    test('a key without the scope is 403', async () => {
      const answer = await refused(() => call(good(), { key: poor }))
      expect({ status: answer.status, words: answer.body.message ?? answer.body.detail }).toEqual({
        status: 403,
        words: expect.stringContaining(needed),
      })
    })
  }
}
