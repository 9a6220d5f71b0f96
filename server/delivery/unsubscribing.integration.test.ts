import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addressPreferences, users } from '#server/db/schema/users.ts'
import { recipientLinks } from '#server/recipients/link.ts'
import { unsubscribe } from '#server/recipients/unsubscribe.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { deliveryState, dueDelivery, emailWorker } from '#server/testing/delivering.ts'
import { checkDkim } from '#server/testing/dkim.ts'
import { SECRET, userWith } from '#server/testing/recipients.ts'
import { type SmtpEdge, startSmtpEdge } from '#server/testing/smtp-edge.ts'

const clock = { now: () => new Date('2026-11-21T10:00:00Z') }
const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const dkim = { domain: 'example.com', selector: 'post', privateKey: keys.privateKey }
const ONE_CLICK = 'List-Unsubscribe=One-Click'
let database: TestDatabase
let edge: SmtpEdge

beforeAll(async () => {
  ;[database, edge] = await Promise.all([testDatabase(), startSmtpEdge()])
})
afterAll(() => Promise.all([database.close(), edge.close()]))
beforeEach(async () => {
  await edge.reset()
  await database.db.orm.delete(users)
  await database.db.orm.delete(addressPreferences)
})

/** A delivery of this category, tried once by a real SMTP provider that signs. */
async function tried(category: string, columns: { userId?: string; templateVersion?: number } = {}) {
  const delivery = await dueDelivery(database.db, clock, { category, locale: 'de-AT', ...columns })
  const smtp = edge.create({ dkim })
  const provider = Object.assign(smtp, { state: () => 'ok' as const })
  const link = recipientLinks('https://posthorn.test', SECRET, clock)
  await emailWorker(database.db, { clock, providers: [provider], link }).deliver([delivery.id])
  await smtp.close()
  return deliveryState(database.db, delivery)
}

const field = (raw: string, name: string) =>
  new RegExp(`^${name}:\\s*(.*(?:\\r\\n[ \\t].*)*)`, 'im')
    .exec(raw)?.[1]
    ?.replace(/\r\n\s*/g, ' ')
    .trim()
const tokenIn = (raw: string) =>
  /^<https:\/\/posthorn\.test\/u\/([\w-]+)\/unsubscribe>$/.exec(field(raw, 'List-Unsubscribe') ?? '')?.[1] ??
  ''

describe('mail that one may unsubscribe from', () => {
  test('names the way out in headers that DKIM signs, and in both bodies', async () => {
    const { delivery, content } = await tried('product')
    expect(delivery.status).toBe('SENT')
    const [raw = ''] = edge.raw()
    expect(field(raw, 'List-Unsubscribe-Post')).toBe(ONE_CLICK)
    const { signed, bodyHolds, headersHold, tags } = checkDkim(raw, keys.publicKey)
    expect({ bodyHolds, headersHold, d: tags.d }).toEqual({
      bodyHolds: true,
      headersHold: true,
      d: 'example.com',
    })
    expect(signed).toEqual(expect.arrayContaining(['list-unsubscribe', 'list-unsubscribe-post', 'from']))
    const page = `https://posthorn.test/u/${tokenIn(raw)}`
    const [mail] = await edge.received()
    expect(mail?.content?.html).toContain(`href="${page}"`)
    expect(mail?.content?.text).toContain(`Abbestellen oder auswählen, was Sie bekommen: ${page}`)
    expect(content?.headers).toMatchObject({
      'List-Unsubscribe': `<${page}/unsubscribe>`,
      'List-Unsubscribe-Post': ONE_CLICK,
    })
  })

  test('loses its signature when somebody on the way changes the link or takes the one click away', async () => {
    await tried('product')
    const [raw = ''] = edge.raw()
    const changed = raw.replace('https://posthorn.test/u/', 'https://evil.example/u/')
    expect(checkDkim(changed, keys.publicKey).headersHold).toBe(false)
    const without = raw.replace(/^List-Unsubscribe-Post: .*\r\n/m, '')
    expect(without).not.toBe(raw)
    expect(checkDkim(without, keys.publicKey).headersHold).toBe(false)
  })

  test.each(['a user', 'nobody we know'])(
    'is not sent to %s again once its link was clicked',
    async (who) => {
      const userId = who === 'a user' ? await userWith(database.db, 'ada@example.com') : undefined
      const columns = userId ? { userId } : {}
      await tried('product', columns)
      await unsubscribe({ db: database.db, clock }, SECRET, tokenIn(edge.raw()[0] ?? ''))
      const { delivery } = await tried('product', columns)
      expect(delivery).toMatchObject({ status: 'WITHHELD' })
      expect(delivery.reasonText).toContain('Product news')
      expect((await tried('marketing', columns)).delivery.status).toBe('SENT')
      expect((await tried('orders', columns)).delivery.status).toBe('SENT')
    },
  )

  test('is sent as a test all the same to an author who clicked the link of one', async () => {
    await tried('product', { templateVersion: -1 })
    await unsubscribe({ db: database.db, clock }, SECRET, tokenIn(edge.raw()[0] ?? ''))
    expect((await tried('product')).delivery.status).toBe('WITHHELD')
    expect((await tried('product', { templateVersion: -1 })).delivery.status).toBe('SENT')
  })

  test('is also what no table knows', async () => {
    await tried('of-no-table')
    expect(tokenIn(edge.raw()[0] ?? '')).not.toBe('')
  })
})

test.each(['orders', 'security', 'transactional', 'appointments'])(
  'mail of the category %s, which somebody waits for, carries no way out',
  async (category) => {
    const { content } = await tried(category)
    const [raw = ''] = edge.raw()
    expect(raw).not.toMatch(/unsubscribe/i)
    expect(Object.keys(content?.headers ?? {})).toEqual(['X-Posthorn-Trace-Id'])
    expect(checkDkim(raw, keys.publicKey)).toMatchObject({ bodyHolds: true, headersHold: true })
  },
)
