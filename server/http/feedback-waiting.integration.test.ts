import { describe, expect, test } from 'vitest'
import { systemClock } from '#server/clock.ts'
import { newId } from '#server/db/ids.ts'
import { suppressions } from '#server/db/schema/suppressions.ts'
import { sweep } from '#server/delivery/sweep.ts'
import { dueDelivery, emailWorker, fakeProvider } from '#server/testing/delivering.ts'
import { eventOf, resendFeedback } from '#server/testing/resend-feedback.ts'

const { db, sentByResend, stateOf, tell } = resendFeedback()

describe('events from Resend', () => {
  const bounce = { type: 'Permanent', subType: 'General', message: '550 5.1.1 no such mailbox' }

  test('that come before our own outcome wait for it', async () => {
    const delivery = await dueDelivery(db(), systemClock, { address: `early${newId()}@example.com` })
    const tags = { delivery_id: delivery.id }
    const provider = fakeProvider('resend')
    provider.answers.push(async () => {
      // Resend tells of it before its own answer has come back.
      await tell(eventOf('email.sent', { email_id: 're_early', tags }))
      await tell(
        eventOf('email.bounced', {
          email_id: 're_early',
          bounce,
          tags: [{ name: 'delivery_id', value: delivery.id }],
        }),
      )
      return { outcome: 'sent', providerMessageId: 're_early' }
    })
    await emailWorker(db(), { clock: systemClock, providers: [provider] }).deliver([delivery.id])
    expect(await stateOf(delivery)).toMatchObject({ status: 'SENT', suppressed: null })
    expect(await sweep(db(), new Date())).toMatchObject({ told: 2 })
    expect(await stateOf(delivery)).toMatchObject({
      status: 'BOUNCED',
      notification: 'FAILED',
      suppressed: { reason: 'hard_bounce' },
    })
    expect(await sweep(db(), new Date())).toMatchObject({ told: 0 })
  })

  describe('that wait', () => {
    const early = async () => {
      const delivery = await dueDelivery(db(), systemClock, { address: `late${newId()}@example.com` })
      await tell(eventOf('email.bounced', { email_id: newId(), bounce, tags: { delivery_id: delivery.id } }))
      await db().sql`update deliveries set status = 'SENT', provider = 'resend' where id = ${delivery.id}`
      return delivery
    }

    test('are applied though one before them fails', async () => {
      const { sql } = db()
      const [broken, good] = [await early(), await early()]
      await sql.unsafe(`
        create function break() returns trigger language plpgsql as $$ begin raise 'broken'; end $$;
        create trigger break before insert on suppressions for each row
          when (new.address = '${broken.address}') execute function break()`)
      await expect(sweep(db(), new Date())).rejects.toThrow('broken')
      await sql`drop trigger break on suppressions`
      expect(await stateOf(broken)).toMatchObject({ status: 'SENT' })
      expect(await stateOf(good)).toMatchObject({ status: 'BOUNCED' })
      expect(await sweep(db(), new Date())).toMatchObject({ told: 1 })
    })

    test('are not kept waiting by many about what was erased', async () => {
      const { sql } = db()
      const [erased, good] = [await early(), await early()]
      await sql`update notifications set erased_at = now() where id = ${erased.notificationId}`
      await sql`insert into provider_events (id, provider, type, at, received_at, detail)
        select id || n, provider, type, at, received_at, detail from provider_events, generate_series(1, 600) n
        where detail->>'delivery_id' = ${erased.id}`
      expect(await sweep(db(), new Date())).toMatchObject({ told: 1 })
      expect(await stateOf(good)).toMatchObject({ status: 'BOUNCED' })
      await sql`delete from provider_events where delivery_id is null`
    })
  })

  test('settle what nobody knew', async () => {
    const delivery = await dueDelivery(db(), systemClock, {
      status: 'UNKNOWN',
      provider: 'resend',
      address: `unknown${newId()}@example.com`,
    })
    await tell(eventOf('email.delivered', { email_id: 're_unknown', tags: { delivery_id: delivery.id } }))
    expect(await stateOf(delivery)).toMatchObject({ status: 'DELIVERED', notification: 'SENT' })
  })

  test('about a mail before the last one change no status, but suppress', async () => {
    const { delivery, messageId } = await sentByResend()
    await db().sql`update deliveries set provider_message_id = 're_second' where id = ${delivery.id}`
    await tell(eventOf('email.bounced', { email_id: messageId, bounce, tags: { delivery_id: delivery.id } }))
    expect(await stateOf(delivery)).toMatchObject({ status: 'SENT', suppressed: { reason: 'hard_bounce' } })
  })

  test('about nothing of ours change nothing and are forgotten after a day', async () => {
    await tell(eventOf('email.bounced', { email_id: 're_of_another_app', bounce }))
    await tell(eventOf('domain.updated', { id: 'd1', name: 'example.com' }))
    const [row] = await db().sql`
      select count(*)::int as n from provider_events where detail->>'message_id' = 're_of_another_app'`
    expect(row?.n).toBe(1)
    await sweep(db(), new Date(Date.now() + 25 * 60 * 60 * 1000))
    const [gone] = await db().sql`select count(*)::int as n from provider_events where delivery_id is null`
    expect(gone?.n).toBe(0)
    expect(await db().orm.select().from(suppressions)).toEqual([])
  })
})
