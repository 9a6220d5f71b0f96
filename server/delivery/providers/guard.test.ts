import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { orderMail } from '#server/testing/provider-conformance.ts'
import { guardProvider } from './guard.ts'
import type { EmailProvider, ProviderAnswer } from './provider.ts'

const sent: ProviderAnswer = { outcome: 'sent', providerMessageId: 'm1' }
const down: ProviderAnswer = {
  outcome: 'provider_down',
  code: 'econnrefused',
  message: 'refused',
  retryAfterMs: null,
}
const refused: ProviderAnswer = { outcome: 'permanent', code: 'smtp_550', message: 'no such user' }

type Send = EmailProvider['send']

/** A provider that answers as it is told; `calls` are the mails that reached it. */
function scripted(send: Send = async () => sent, over: Partial<EmailProvider> = {}) {
  return {
    name: 'smtp' as const,
    channel: 'email' as const,
    deduplicates: false,
    concurrency: 10,
    ...over,
    send: vi.fn<Send>(send),
    close: vi.fn(async () => undefined),
  }
}
const forever: Send = () => new Promise<never>(() => undefined)

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-03-01T12:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

it('keeps of the provider’s words what can be stored', async () => {
  const words = `no\0body ${'x'.repeat(1991)}📪 here`
  const guard = guardProvider(scripted(async () => ({ ...refused, code: 'a\0b\ud83d', message: words })))
  expect(await guard.send(orderMail())).toEqual({
    outcome: 'permanent',
    code: 'ab\ufffd',
    message: `nobody ${'x'.repeat(1991)}📪`,
  })
  const cut = guardProvider(scripted(async () => ({ ...refused, message: `${'x'.repeat(1999)}📪` })))
  expect(await cut.send(orderMail())).toMatchObject({ message: `${'x'.repeat(1999)}\ufffd` })
})

describe('the circuit breaker', () => {
  const options = { outagesToOpen: 3, openForMs: 30_000 }
  async function broken(answer: ProviderAnswer = down) {
    const provider = scripted(async () => answer)
    const guard = guardProvider(provider, options)
    for (let i = 0; i < 3; i++) await guard.send(orderMail())
    return { provider, guard }
  }

  it('opens after so many outages in a row, and answers without calling', async () => {
    const { provider, guard } = await broken()
    expect(guard.state()).toBe('open')
    vi.advanceTimersByTime(10_000)
    expect(await guard.send(orderMail())).toEqual({
      outcome: 'provider_down',
      code: 'breaker_open',
      message: 'smtp is not called for a while after 3 failures in a row: refused',
      retryAfterMs: 20_000,
    })
    expect(provider.send).toHaveBeenCalledTimes(3)
  })

  it.each<ProviderAnswer>([
    { outcome: 'unknown', code: 'connection_lost', message: 'lost' },
    { outcome: 'transient', code: 'timeout', message: 'late' },
    { outcome: 'transient', code: 'connection_lost', message: 'lost' },
    { outcome: 'transient', code: 'http_503', message: 'unavailable' },
  ])('takes $outcome $code for an outage', async (answer) => {
    expect((await broken(answer)).guard.state()).toBe('open')
  })

  it.each<ProviderAnswer>([
    sent,
    refused,
    { outcome: 'transient', code: 'smtp_451', message: 'later' },
    { outcome: 'throttled', code: 'smtp_421', message: 'slower', retryAfterMs: null },
  ])('does not take $outcome for an outage', async (answer) => {
    expect((await broken(answer)).guard.state()).toBe('ok')
  })

  it('counts only outages in a row', async () => {
    const answers = [down, down, refused, down, down]
    const guard = guardProvider(
      scripted(async () => answers.shift() ?? sent),
      options,
    )
    for (let i = 0; i < 5; i++) await guard.send(orderMail())
    expect(guard.state()).toBe('ok')
  })

  it('lets one call try when its time is over, and the others follow how that ends', async () => {
    const { provider, guard } = await broken()
    vi.advanceTimersByTime(30_000)
    expect(guard.state()).toBe('half-open')
    let decide: (answer: ProviderAnswer) => void = () => undefined
    provider.send.mockImplementationOnce(() => new Promise((resolve) => (decide = resolve)))
    provider.send.mockImplementation(async () => sent)
    const calls = Promise.all([guard.send(orderMail()), guard.send(orderMail()), guard.send(orderMail())])
    await vi.advanceTimersByTimeAsync(0)
    expect(provider.send).toHaveBeenCalledTimes(4)
    expect(guard.state()).toBe('half-open')
    decide(sent)
    expect(await calls).toEqual([sent, sent, sent])
    expect(guard.state()).toBe('ok')
  })

  it('opens again when that call fails too, and the others are passed over', async () => {
    const { provider, guard } = await broken()
    vi.advanceTimersByTime(30_000)
    const [first, second] = await Promise.all([guard.send(orderMail()), guard.send(orderMail())])
    expect(first).toEqual(down)
    expect(second).toMatchObject({ outcome: 'provider_down', code: 'breaker_open', retryAfterMs: 30_000 })
    expect(provider.send).toHaveBeenCalledTimes(4)
    expect(guard.state()).toBe('open')
  })
})

describe('the time limit', () => {
  it('aborts the call and takes the answer that the provider gives to that', async () => {
    const answer: ProviderAnswer = { outcome: 'transient', code: 'timeout', message: 'before the mail' }
    const provider = scripted(
      (_email, signal) => new Promise((resolve) => signal?.addEventListener('abort', () => resolve(answer))),
    )
    const call = guardProvider(provider, { timeLimitMs: 5_000 }).send(orderMail())
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await call).toEqual(answer)
  })

  it.each([
    [true, 'transient'],
    [false, 'unknown'],
  ])(
    'if a provider that deduplicates: %s does not answer even then, says %s',
    async (deduplicates, outcome) => {
      const call = guardProvider(scripted(forever, { deduplicates }), { timeLimitMs: 5_000 }).send(
        orderMail(),
      )
      await vi.advanceTimersByTimeAsync(6_000)
      expect(await call).toEqual({ outcome, code: 'timeout', message: 'No answer within 5 s' })
    },
  )

  it('leaves no timer behind', async () => {
    await guardProvider(scripted()).send(orderMail())
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('the concurrency limit', () => {
  it('has no more calls under way than the provider allows, and loses none', async () => {
    let underWay = 0
    let most = 0
    const provider = scripted(
      async () => {
        most = Math.max(most, ++underWay)
        await new Promise((resolve) => setTimeout(resolve, 10))
        underWay--
        return sent
      },
      { concurrency: 3 },
    )
    const guard = guardProvider(provider)
    const calls = Promise.all(Array.from({ length: 20 }, () => guard.send(orderMail())))
    await vi.runAllTimersAsync()
    expect(await calls).toEqual(Array.from({ length: 20 }, () => sent))
    expect(most).toBe(3)
  })
})

describe('the rate budget', () => {
  it('spaces the calls evenly, and tells those too far behind when to come', async () => {
    const at: number[] = []
    const start = Date.now()
    const provider = scripted(async () => {
      at.push(Date.now() - start)
      return sent
    })
    const guard = guardProvider(provider, { perSecond: 2, ratePatienceMs: 1_000 })
    const calls = Promise.all(Array.from({ length: 4 }, () => guard.send(orderMail())))
    await vi.runAllTimersAsync()
    const answers = await calls
    expect(at).toEqual([0, 500, 1_000])
    expect(answers[3]).toMatchObject({ outcome: 'throttled', code: 'rate_budget', retryAfterMs: 1_500 })
  })

  it('pauses for as long as a throttling provider asks', async () => {
    const answers: ProviderAnswer[] = [
      { outcome: 'throttled', code: 'rate_limit_exceeded', message: 'slower', retryAfterMs: 5_000 },
    ]
    const provider = scripted(async () => answers.shift() ?? sent)
    const guard = guardProvider(provider, { ratePatienceMs: 1_000 })
    await guard.send(orderMail())
    expect(await guard.send(orderMail())).toMatchObject({ outcome: 'throttled', retryAfterMs: 5_000 })
    expect(provider.send).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(4_500)
    const call = guard.send(orderMail())
    await vi.advanceTimersByTimeAsync(500)
    expect(await call).toEqual(sent)
  })
})

it('throws on what the provider throws, and counts it against nothing', async () => {
  const bug = new Error('a bug')
  const guard = guardProvider(
    scripted(async () => {
      throw bug
    }),
    { outagesToOpen: 2 },
  )
  for (let i = 0; i < 3; i++) await expect(guard.send(orderMail())).rejects.toBe(bug)
  expect(guard.state()).toBe('ok')
})

it('keeps the first 2,000 characters of the provider’s words', async () => {
  const guard = guardProvider(
    scripted(async () => ({ ...refused, message: 'x'.repeat(5_000) }) as ProviderAnswer),
  )
  expect(await guard.send(orderMail())).toEqual({ ...refused, message: 'x'.repeat(2_000) })
})

it('closes its provider', async () => {
  const provider = scripted()
  await guardProvider(provider).close()
  expect(provider.close).toHaveBeenCalledOnce()
})
