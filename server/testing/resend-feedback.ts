import { createHmac, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { systemClock } from '#server/clock.ts'
import type { Database } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { suppressions } from '#server/db/schema/suppressions.ts'
import { apiKey, type TestApi, testApi } from './api.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { deliveryState, dueDelivery, emailWorker } from './delivering.ts'
import type { Delivery } from './factories.ts'
import { type ResendEdge, startResendEdge } from './resend-edge.ts'

const secret = `whsec_${randomBytes(32).toString('base64')}`

export interface ResendEvent {
  type: string
  data?: Record<string, unknown>
  created_at?: unknown
}

let minute = 0
export const eventOf = (type: string, data: Record<string, unknown> = {}) => ({
  type,
  created_at: new Date(Date.UTC(2026, 10, 21, 9, minute++ % 60)).toISOString(),
  data,
})

/** As Svix signs: HMAC-SHA256 over id, timestamp and body, by the bytes of the secret. */
export function signed(body: string, { id = `msg_${newId()}`, at = new Date(), by = secret } = {}) {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const key = Buffer.from(by.slice('whsec_'.length), 'base64')
  const digest = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': `v1,${digest}` }
}

export function permutations<T>(all: readonly T[]): T[][] {
  if (all.length < 2) return [[...all]]
  return all.flatMap((one, i) =>
    permutations([...all.slice(0, i), ...all.slice(i + 1)]).map((rest) => [one, ...rest]),
  )
}

/** What became of a delivery, and whether its address is suppressed. */
export interface Told {
  status: string
  reason: string | null
  reasonText: string | null
  notification: string
  suppressed: { reason: string; detail: string | null } | null
}

/** The API with a Resend behind it, for a test file: opened and closed with it, nothing suppressed before each test. */
export function resendFeedback() {
  let database: TestDatabase
  let api: TestApi
  let edge: ResendEdge
  beforeAll(async () => {
    database = await testDatabase()
    api = testApi(database.db, await apiKey(database.db, ['ingest']), {
      settings: () => ({ resendWebhookSecret: secret }),
    })
    edge = await startResendEdge()
  })
  afterAll(async () => {
    await edge.close()
    await database.close()
  })
  beforeEach(() => database.db.orm.delete(suppressions))

  return {
    db: (): Database => database.db,
    api: (): TestApi => api,
    tell(event: ResendEvent, options: Parameters<typeof signed>[1] = {}) {
      const body = JSON.stringify(event)
      return api.call('POST', '/webhook/resend', { body, key: null, headers: signed(body, options) })
    },
    /** How many were stored. */
    async events(): Promise<number> {
      const [row] = await database.db.sql<{ n: number }[]>`select count(*)::int as n from provider_events`
      return row?.n ?? 0
    },
    /** A delivery that Resend has taken, and what it calls it. */
    async sentByResend(
      address = `u${newId()}@example.com`,
    ): Promise<{ delivery: Delivery; messageId: string }> {
      const delivery = await dueDelivery(database.db, systemClock, { address })
      const provider = { ...edge.create(), state: () => 'ok' as const }
      await emailWorker(database.db, { clock: systemClock, providers: [provider] }).deliver([delivery.id])
      const { delivery: sent } = await deliveryState(database.db, delivery)
      expect(sent.status).toBe('SENT')
      return { delivery, messageId: sent.providerMessageId ?? '' }
    },
    async stateOf(delivery: Delivery): Promise<Told> {
      const { delivery: row, notification } = await deliveryState(database.db, delivery)
      const [found] = await database.db.sql<{ reason: string; detail: string | null }[]>`
        select reason, detail from suppressions where address = ${delivery.address}`
      return {
        status: row.status,
        reason: row.reason,
        reasonText: row.reasonText,
        notification: notification.status,
        suppressed: found ? { ...found } : null,
      }
    },
  }
}
