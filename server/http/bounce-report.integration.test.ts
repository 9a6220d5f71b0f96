import { describe, expect, test } from 'vitest'
import { systemClock } from '#server/clock.ts'
import { newId } from '#server/db/ids.ts'
import { suppressions } from '#server/db/schema/suppressions.ts'
import { apiKey } from '#server/testing/api.ts'
import { bounceReport } from '#server/testing/bounce.ts'
import { dueDelivery, emailWorker, fakeProvider } from '#server/testing/delivering.ts'
import type { Delivery } from '#server/testing/factories.ts'
import { permutations, resendFeedback } from '#server/testing/resend-feedback.ts'

const { api, db, events, sentByResend, stateOf } = resendFeedback()

describe('a bounce report', () => {
  const post = (text: string, type = 'message/rfc822', key?: string | null) =>
    api().call('POST', '/webhook/bounce', {
      body: text,
      headers: { 'content-type': type },
      ...(key !== undefined && { key }),
    })

  async function sentBySmtp(): Promise<Delivery> {
    const delivery = await dueDelivery(db(), systemClock, { address: `smtp${newId()}@example.com` })
    await emailWorker(db(), { clock: systemClock, providers: [fakeProvider('smtp')] }).deliver([delivery.id])
    return delivery
  }

  test('says that a mail bounced for good: its address is suppressed, once', async () => {
    const delivery = await sentBySmtp()
    const report = bounceReport({ deliveryId: delivery.id })
    expect(await post(report)).toMatchObject({ status: 200, body: { ack: true } })
    expect(await stateOf(delivery)).toMatchObject({
      status: 'BOUNCED',
      reason: 'hard_bounce',
      reasonText: expect.stringContaining('User unknown'),
      notification: 'FAILED',
      suppressed: { reason: 'hard_bounce' },
    })
    await db().orm.delete(suppressions)
    expect((await post(report)).status).toBe(200)
    expect((await stateOf(delivery)).suppressed).toBeNull()
  })

  test('in every order with one of a delay and one of a failure for now', async () => {
    const told = [{ action: 'delayed', status: '4.4.1' }, { status: '4.4.7' }, {}]
    for (const order of permutations(told)) {
      const delivery = await sentBySmtp()
      for (const how of order) await post(bounceReport({ deliveryId: delivery.id, ...how }))
      expect(await stateOf(delivery)).toMatchObject({ status: 'BOUNCED', reason: 'hard_bounce' })
    }
  })

  test.each<[string, () => string | Promise<string>, string, number, string]>([
    ['that is none', () => 'hello', 'message/rfc822', 400, ''],
    [
      'about a mail of somebody else',
      () => bounceReport({ deliveryId: newId() }),
      'message/rfc822',
      422,
      'Message-ID',
    ],
    [
      'about a mail that went out by Resend',
      async () => bounceReport({ deliveryId: (await sentByResend()).delivery.id }),
      'message/rfc822',
      422,
      'Message-ID',
    ],
  ])('%s is refused, naming what is wrong', async (_, text, type, status, path) => {
    const report = await text()
    const before = await events()
    expect(await post(report, type)).toMatchObject({ status, body: { issues: [{ path }] } })
    expect(await events()).toBe(before)
  })

  test('of 2 MiB: 413; as JSON: 415; with no key: 401; with a key for reading: 403', async () => {
    const report = bounceReport({ deliveryId: newId() })
    expect((await post(`${report}${'x'.repeat(2 ** 21)}`)).status).toBe(413)
    expect((await post(report, 'application/json')).status).toBe(415)
    expect((await post(report, 'text/plain; message/rfc822')).status).toBe(415)
    expect((await post(report, 'message/rfc822', null)).status).toBe(401)
    expect((await post(report, 'message/rfc822', await apiKey(db(), ['read']))).status).toBe(403)
  })
})
