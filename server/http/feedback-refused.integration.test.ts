import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { testApi } from '#server/testing/api.ts'
import { eventOf, type ResendEvent, resendFeedback, signed } from '#server/testing/resend-feedback.ts'

const { api, db, events, tell } = resendFeedback()

describe('a request to /webhook/resend is refused', () => {
  const good = () => eventOf('email.sent', { email_id: 're_any' })
  const body = JSON.stringify(good())
  const other = `whsec_${randomBytes(32).toString('base64')}`
  const old = () => new Date(Date.now() - 6 * 60_000)
  test.each<[string, () => Record<string, string>]>([
    ['without a signature', () => ({})],
    ['with another secret', () => signed(body, { by: other })],
    ['with a signature of another body', () => signed('{}')],
    ['with an old signature', () => signed(body, { at: old() })],
    ['with a signature under another id', () => ({ ...signed(body), 'svix-id': 'msg_other' })],
  ])('%s: 401, and nothing is stored', async (_, headers) => {
    const before = await events()
    const answer = await api().call('POST', '/webhook/resend', { body, headers: headers() })
    expect(answer).toMatchObject({
      status: 401,
      body: { detail: expect.any(String), trace_id: expect.any(String) },
    })
    expect(await events()).toBe(before)
    expect((await tell(good())).status).toBe(200)
  })

  test.each<[string, unknown, string]>([
    ['no type', { created_at: '2026-11-21T09:00:00Z', data: {} }, 'type'],
    ['a type that is no text', { ...good(), type: 5 }, 'type'],
    ['no time', { type: 'email.sent', data: {} }, 'created_at'],
    ['a time that is none', { ...good(), created_at: 'yesterday' }, 'created_at'],
    ['a time out of range', { ...good(), created_at: '-000100-01-01T00:00:00Z' }, 'created_at'],
    ['no data', { type: 'email.sent', created_at: '2026-11-21T09:00:00Z' }, 'data'],
    ['an id that is no text', eventOf('email.sent', { email_id: {} }), 'data.email_id'],
    ['NUL', eventOf('email.sent', { email_id: 'a\u0000' }), 'data.email_id'],
    ['a bounce that is no object', eventOf('email.bounced', { email_id: 'x', bounce: 'y' }), 'data.bounce'],
  ])('with %s: 400 naming it, and nothing is stored', async (_, event, path) => {
    const before = await events()
    const answer = await tell(event as ResendEvent)
    expect(answer).toMatchObject({ status: 400, body: { issues: [expect.objectContaining({ path })] } })
    expect(await events()).toBe(before)
    expect((await tell(good())).status).toBe(200)
  })

  test('of 2 MiB: 413, of another type: 415, that is no JSON: 400', async () => {
    const large = JSON.stringify({ ...good(), more: 'x'.repeat(2 ** 21) })
    const call = (text: string, headers = {}) =>
      api().call('POST', '/webhook/resend', {
        body: text,
        key: null,
        headers: { ...signed(text), ...headers },
      })
    expect((await call(large)).status).toBe(413)
    expect((await call(body, { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await call('{')).status).toBe(400)
    expect((await call('{"a":'.repeat(10_000))).status).toBe(400)
  })

  test('where no secret is set: 404 with the reason', async () => {
    const deaf = testApi(db(), null)
    const answer = await deaf.call('POST', '/webhook/resend', { body, headers: signed(body) })
    expect(answer).toMatchObject({
      status: 404,
      body: { detail: 'Events from Resend are not taken: RESEND_WEBHOOK_SECRET is not set.' },
    })
  })
})
