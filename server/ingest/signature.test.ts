import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { isSigned, type SignedRequest, signingKey } from './signature.ts'

const secretOf = (bytes = 32) => `whsec_${randomBytes(bytes).toString('base64')}`
const keyOf = (secret: string) => signingKey(secret) ?? expect.unreachable()
const secret = secretOf()
const keys = [keyOf(secret)]
const now = new Date('2026-11-21T09:00:00.400Z')
const text = '{"type":"ORDER_CREATED","note":"Größe 名前 🚚"}'

afterEach(() => void vi.useRealTimers())

/** As the official library signs it. */
function signed(overrides: { secret?: string; at?: Date; text?: string; id?: string } = {}): SignedRequest {
  const { at = now, id = 'msg_1', text: sent = text } = overrides
  return {
    id,
    timestamp: String(Math.floor(at.getTime() / 1000)),
    signature: new Webhook(overrides.secret ?? secret).sign(id, at, sent),
    body: Buffer.from(sent),
  }
}

describe('a signature of the official library', () => {
  test.each([24, 32, 64])('is taken, by a secret of %i bytes', (bytes) => {
    const own = secretOf(bytes)
    expect(isSigned(signed({ secret: own }), [keyOf(own)], now)).toBe(true)
  })

  test('is taken by any of the live secrets, and beside signatures of other kinds', () => {
    const other = secretOf()
    const request = signed({ secret: other })
    expect(isSigned(request, [...keys, keyOf(other)], now)).toBe(true)
    const many = `v1a,ed25519 ${signed().signature} ${request.signature}`
    expect(isSigned({ ...request, signature: many }, [keyOf(other)], now)).toBe(true)
  })

  test('is judged as the library judges it', () => {
    // Both judge by one clock: else a second that turns between them makes the difference.
    vi.useFakeTimers({ now, toFake: ['Date'] })
    const webhook = new Webhook(secret)
    const cases = [
      signed({ at: new Date() }),
      { ...signed({ at: new Date() }), body: Buffer.from('{}') },
      { ...signed({ at: new Date() }), id: 'msg_2' },
      signed({ at: new Date(), secret: secretOf() }),
      signed({ at: new Date(Date.now() - 299_000) }),
      signed({ at: new Date(Date.now() - 302_000) }),
      signed({ at: new Date(Date.now() + 302_000) }),
      { ...signed({ at: new Date() }), signature: 'v2,abc' },
    ]
    const theirs = cases.map(({ id, timestamp, signature, body }) => {
      try {
        webhook.verify(Buffer.from(body), {
          'webhook-id': id ?? '',
          'webhook-timestamp': timestamp ?? '',
          'webhook-signature': signature ?? '',
        })
        return true
      } catch {
        return false
      }
    })
    expect(cases.map((request) => isSigned(request, keys, new Date()))).toEqual(theirs)
    expect(theirs).toEqual([true, false, false, false, true, false, false, false])
  })
})

describe('a request', () => {
  test('is refused five minutes early or late, and not before', () => {
    const off = (seconds: number) =>
      signed({ at: new Date(Math.floor(now.getTime() / 1000 + seconds) * 1000) })
    const judged = [-301, -299, 299, 302].map((seconds) => isSigned(off(seconds), keys, now))
    expect(judged).toEqual([false, true, true, false])
  })

  test.each([
    ['id', undefined],
    ['id', ''],
    ['timestamp', undefined],
    ['timestamp', 'soon'],
    ['timestamp', '1763715600.4'],
    ['timestamp', '-1'],
    ['signature', undefined],
    ['signature', ''],
    ['signature', 'v1,'],
    ['signature', 'v1'],
  ])('whose %s is %j is refused', (name, value) => {
    expect(isSigned({ ...signed(), [name]: value }, keys, now)).toBe(false)
  })

  test('is refused when there is no secret, or one byte of it is another', () => {
    expect(isSigned(signed(), [], now)).toBe(false)
    const body = Buffer.from(text)
    body[20] = (body[20] ?? 0) ^ 1
    expect(isSigned({ ...signed(), body }, keys, now)).toBe(false)
  })

  test('is judged by its bytes: what only decodes to the same text is another body', () => {
    const replaced = '{"a":"\ufffd"}'
    const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from('"}')])
    expect(bytes.toString()).toBe(replaced)
    expect(isSigned({ ...signed({ text: replaced }), body: bytes }, keys, now)).toBe(false)
  })
})

test.each(['', 'whsec_', 'secret', `whsec_${'A'.repeat(8)}`, `whsec_${'é'.repeat(40)}`, 'whsec_####'])(
  '%j is no secret',
  (text) => expect(signingKey(text)).toBeNull(),
)
