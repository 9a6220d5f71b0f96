import { describe, expect, it } from 'vitest'
import { withBoundedBody } from './bounded-body.ts'

const url = 'http://localhost/api/auth/sign-in/email'
const posted = (body: string | ReadableStream<Uint8Array>) => {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' }
  return new Request(url, init)
}

describe('the body of a sign-in', () => {
  it('passes as it was sent', async () => {
    const request = await withBoundedBody(posted('{"email":"ada@example.com"}'))
    expect(request?.headers.get('content-type')).toBe('application/json')
    expect(await request?.json()).toEqual({ email: 'ada@example.com' })
    expect(await withBoundedBody(new Request(url))).not.toBeNull()
  })

  it('is not read to an end that never comes', async () => {
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 16_384
        controller.enqueue(new Uint8Array(16_384))
      },
    })
    expect(await withBoundedBody(posted(endless))).toBeNull()
    expect(sent).toBeLessThan(200_000)
  })
})
