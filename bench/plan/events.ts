import type { Database } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import { DEFAULT_RETRY } from '#server/delivery/next-step.ts'
import { createIngest } from '#server/ingest/accept.ts'
import { userId } from './people.ts'

type WorkflowColumns = Partial<typeof workflows.$inferInsert>

const HOUR_S = 3600

/** One workflow for each feature, beside the built-in ones; all of them send the mail of orders. */
const features: Record<string, WorkflowColumns> = {
  BENCH_CONDITIONS: {
    conditions: { match: 'all', rules: [{ path: 'order_total', op: 'gt', value: 100 }] },
  },
  BENCH_DELAY: { delayS: 900 },
  BENCH_CRITICAL: { critical: true },
  BENCH_CHANNELS: { channels: ['email', 'push'] },
  BENCH_FALLBACK: { channels: ['push', 'email'], fallback: { afterS: 600, unless: 'seen' } },
  BENCH_THROTTLE: { throttle: { max: 5, perS: HOUR_S } },
  BENCH_DUPLICATES: { duplicates: { windowS: HOUR_S, path: 'order_id' } },
  BENCH_DIGEST: { digest: { until: 'window', windowS: HOUR_S } },
}

export async function insertFeatureWorkflows({ orm }: Database): Promise<void> {
  const at = new Date()
  await orm.insert(workflows).values(
    Object.entries(features).map(([eventType, columns]) => ({
      id: newId(),
      key: eventType.toLowerCase().replaceAll('_', '-'),
      name: eventType,
      eventType,
      sources: ['api' as const],
      category: 'orders',
      channels: ['email' as const],
      templateKey: 'order-created',
      recipients: [{ kind: 'user' as const, path: 'user_id' }],
      retry: DEFAULT_RETRY,
      createdAt: at,
      updatedAt: at,
      ...columns,
    })),
  )
}

const names = Object.keys(features)

/**
 * The event number `i`: of ten, four orders to an address of a user, two appointments of a user by external id, one
 * order to somebody who is no user, one that nobody listens to, two of the workflows with a feature each.
 */
function payloadOf(i: number, user: number): { type: string; data: Record<string, unknown> } {
  const order = { order_id: `o-${i}`, order_total: 100 + (i % 500) }
  const place = i % 10
  if (place < 4) return { type: 'ORDER_CREATED', data: { ...order, customer_email: `u${user}@example.com` } }
  if (place < 6) {
    const data = { patient_id: `P${user}`, appointment_id: `a-${i}`, appointment_date: '2026-12-01' }
    return { type: 'APPOINTMENT_CREATED', data }
  }
  if (place === 6) {
    return { type: 'ORDER_CREATED', data: { ...order, customer_email: `guest${user}@example.com` } }
  }
  if (place === 7) return { type: 'ROOM_PAINTED', data: { room: `r-${i}` } }
  const type = names[Math.floor(i / 10) % names.length] ?? ''
  return { type, data: { ...order, user_id: userId(user) } }
}

/**
 * Accepts `count` events for users up to `users` as the web process does, all at once, and takes their planning jobs out
 * of the queue: the ids of each.
 */
export async function acceptBacklog(db: Database, count: number, users: number): Promise<string[][]> {
  const ingest = createIngest(db)
  await Promise.all(
    Array.from({ length: count }, (_, i) => {
      // A walk by a prime: neighbours in time are far apart in the table.
      const payload = payloadOf(i, ((i * 7919) % users) + 1)
      return ingest.accept({
        ...{ source: 'api', sourceName: 'bench', traceId: newId(), idempotency: null },
        ...{ eventType: payload.type, payload },
      })
    }),
  )
  const jobs = await db.sql<{ ids: string[] }[]>`
    with taken as (delete from graphile_worker._private_jobs returning id, payload)
    select payload -> 'ids' as ids from taken order by id`
  return jobs.map(({ ids }) => ids)
}
