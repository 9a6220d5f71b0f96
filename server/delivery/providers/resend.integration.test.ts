import { expect, it } from 'vitest'
import { describeProvider, orderMail } from '#server/testing/provider-conformance.ts'
import { type Misbehaviour, type ResendEdge, startResendEdge } from '#server/testing/resend-edge.ts'
import { createResendProvider } from './resend.ts'

/** As Resend answers an error. */
const error = (status: number, name: string, headers: Record<string, string> = {}) => ({
  status,
  body: { statusCode: status, name, message: `${name}: words of Resend` },
  headers,
})

const misbehaving = (how: Misbehaviour) => (edge: ResendEdge) => {
  edge.misbehave(how)
  return undefined
}
const refusing = (...answer: Parameters<typeof error>) => misbehaving(error(...answer))

describeProvider('Resend', startResendEdge, [
  {
    when: 'it is called too often, and it says for how long',
    provoke: refusing(429, 'rate_limit_exceeded', { 'retry-after': '2' }),
    answer: { outcome: 'throttled', code: 'rate_limit_exceeded', retryAfterMs: 2000 },
  },
  {
    when: 'it is called too often, and it says when the window ends',
    provoke: refusing(429, 'rate_limit_exceeded', { 'ratelimit-reset': '1' }),
    answer: { outcome: 'throttled', retryAfterMs: 1000 },
  },
  {
    when: 'it is called too often, and it says no more',
    provoke: refusing(429, 'rate_limit_exceeded'),
    answer: { outcome: 'throttled', retryAfterMs: null },
  },
  ...['daily_quota_exceeded', 'monthly_quota_exceeded'].map((name) => ({
    when: `the account's quota is used up (${name})`,
    provoke: refusing(429, name),
    answer: { outcome: 'provider_down' as const, code: name },
  })),
  {
    when: 'the API key is wrong',
    provoke: (edge) => createResendProvider({ apiKey: 're_wrong', baseUrl: edge.url }),
    answer: { outcome: 'provider_down', code: 'missing_api_key' },
  },
  {
    when: 'the domain is not verified',
    provoke: refusing(403, 'validation_error'),
    answer: {
      outcome: 'provider_down',
      code: 'validation_error',
      message: 'validation_error: words of Resend',
    },
  },
  {
    when: 'the base URL is wrong',
    provoke: (edge) => createResendProvider({ apiKey: 're_conformance', baseUrl: `${edge.url}/v9` }),
    answer: { outcome: 'provider_down', code: 'not_found' },
  },
  {
    when: 'the address is malformed',
    provoke: refusing(422, 'validation_error'),
    answer: { outcome: 'permanent', code: 'validation_error' },
  },
  {
    when: 'the key was used for another mail',
    provoke: refusing(409, 'invalid_idempotent_request'),
    answer: { outcome: 'permanent', code: 'invalid_idempotent_request' },
  },
  {
    when: 'the first request with the key is still under way',
    provoke: refusing(409, 'concurrent_idempotent_requests'),
    answer: { outcome: 'transient', code: 'concurrent_idempotent_requests' },
  },
  {
    when: 'it has an internal error',
    provoke: refusing(500, 'application_error'),
    answer: { outcome: 'transient', code: 'http_500' },
  },
  {
    when: 'a proxy answers with a page',
    provoke: misbehaving({ status: 502, body: '<html>Bad gateway</html>' }),
    answer: { outcome: 'transient', code: 'http_502', message: 'Bad Gateway' },
  },
  {
    when: 'a portal answers 200 with a page',
    provoke: misbehaving({ status: 200, body: '<html>Sign in</html>' }),
    answer: { outcome: 'transient', code: 'http_200' },
  },
  {
    when: 'the connection is cut before the answer',
    provoke: misbehaving('cut'),
    answer: { outcome: 'transient', code: 'connection_lost' },
  },
  {
    when: 'no answer comes in time',
    provoke: misbehaving('hang'),
    abortAfterMs: 30,
    answer: { outcome: 'transient', code: 'timeout' },
  },
  {
    when: 'nothing listens there',
    provoke: async () => {
      const gone = await startResendEdge()
      await gone.close()
      return gone.create()
    },
    answer: { outcome: 'provider_down', code: 'econnrefused' },
  },
  {
    when: 'its name is unknown',
    provoke: () => createResendProvider({ apiKey: 're_conformance', baseUrl: 'http://resend.invalid' }),
    answer: { outcome: 'provider_down', code: expect.stringMatching(/^(enotfound|eai_again)$/) },
  },
])

it('sends the idempotency key in its header', async () => {
  const edge = await startResendEdge()
  const email = orderMail()
  await edge.create().send(email)
  expect(edge.lastHeaders()['idempotency-key']).toBe(`delivery/${email.deliveryId}`)
  await edge.close()
})
