import { eq } from 'drizzle-orm'
import type { Clock } from '#server/clock.ts'
import type { Database } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { attempts, deliveries, deliveryContents } from '#server/db/schema/deliveries.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import { templates, templateVersions } from '#server/db/schema/templates.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import {
  createEmailDelivery,
  Delivery as Delivering,
  type DeliveryProvider,
} from '#server/delivery/deliver.ts'
import { DEFAULT_RETRY } from '#server/delivery/next-step.ts'
import {
  DEDUPLICATES,
  type OutgoingEmail,
  type OutgoingPush,
  type ProviderAnswer,
  type ProviderName,
} from '#server/delivery/providers/provider.ts'
import { pushPart } from '#server/delivery/push-part.ts'
import type { RenderInput } from '#server/rendering/render-email.ts'
import { silent } from './api.ts'
import { type Delivery, pendingNotification, queuedDelivery } from './factories.ts'

/** Stands for the world behind a provider: keeps what it is sent and answers as it is told. */
export interface FakeProvider<Message = OutgoingEmail> extends DeliveryProvider<Message> {
  readonly sent: Message[]
  /** What the next calls answer, in order; afterwards everything is sent. */
  readonly answers: (ProviderAnswer | ((message: Message) => ProviderAnswer | Promise<ProviderAnswer>))[]
  breaker: 'ok' | 'open' | 'half-open'
}

export const fakeProvider = (name: ProviderName = 'smtp', concurrency = 50): FakeProvider =>
  fakeOf<OutgoingEmail>(name, concurrency)
export const fakePushProvider = (): FakeProvider<OutgoingPush> => fakeOf<OutgoingPush>('webpush', 50)

function fakeOf<Message extends { deliveryId: string }>(
  name: ProviderName,
  concurrency: number,
): FakeProvider<Message> {
  return {
    name,
    channel: name === 'webpush' ? 'push' : 'email',
    deduplicates: DEDUPLICATES[name],
    concurrency,
    sent: [],
    answers: [],
    breaker: 'ok',
    state() {
      return this.breaker
    },
    async send(message) {
      this.sent.push(message)
      const answer = this.answers.shift() ?? {
        outcome: 'sent',
        providerMessageId: `<${message.deliveryId}@test>`,
      }
      return typeof answer === 'function' ? answer(message) : answer
    },
    async close() {},
  }
}

export interface TestWorker {
  deliver(ids: readonly string[]): Promise<void>
  stop(): void
  rendered: string[]
}

/** The delivering part of a worker, with a renderer that writes the order's number and counts its calls. */
export function emailWorker(
  db: Database,
  options: { clock: Clock; providers: readonly DeliveryProvider<OutgoingEmail>[] } & Partial<
    Parameters<typeof createEmailDelivery>[0]
  >,
): TestWorker {
  const rendered: string[] = []
  const delivery = createEmailDelivery({
    db,
    log: silent(),
    workerId: 'w1',
    mail: { from: 'Shop <shop@example.com>', allowTo: null },
    link: (address) => `https://posthorn.test/u/${address}`,
    defaultTimezone: 'UTC',
    render: async ({ data, recipient }) => {
      rendered.push(recipient.email)
      const subject = `Order ${String(data.order_id)} (${rendered.length})`
      return { subject, html: `<p>${subject}</p>`, text: subject, version: 3 }
    },
    ...options,
  })
  return { deliver: (ids) => delivery.deliver(ids), stop: () => delivery.stop(), rendered }
}

/** The same of push: the order's number is the title, or what `title` makes of the event's data. */
export function pushWorker(
  db: Database,
  {
    title,
    ...options
  }: {
    clock: Clock
    providers: readonly DeliveryProvider<OutgoingPush>[]
    workerId?: string
    title?: (data: Record<string, unknown>) => string
  },
): TestWorker {
  const rendered: string[] = []
  const push = async ({ data, recipient }: RenderInput) => {
    rendered.push(recipient.email)
    const words = title?.(data) ?? `Order ${String(data.order_id)} (${rendered.length})`
    return { push: { title: words, body: 'It is on its way.', link: null, icon: null }, version: 3 }
  }
  const delivery = new Delivering({
    ...{ db, log: silent(), workerId: 'w1', allowTo: null, defaultTimezone: 'UTC' },
    part: pushPart({ render: push, defaultTimezone: 'UTC', appSecret: 'a secret of tests' }),
    ...options,
  })
  return { deliver: (ids) => delivery.deliver(ids), stop: () => delivery.stop(), rendered }
}

/** A workflow for orders with a template of two versions; `columns` change it. */
export async function orderWorkflow(
  db: Database,
  columns: Partial<typeof workflows.$inferInsert> = {},
): Promise<typeof workflows.$inferSelect> {
  const at = new Date()
  const templateKey = columns.templateKey ?? 'order-created'
  await db.orm
    .insert(templates)
    .values({ key: templateKey, kind: 'git', category: 'orders', createdAt: at })
    .onConflictDoNothing()
  await db.orm
    .insert(templateVersions)
    .values(
      [1, 2].map((version) => ({
        templateKey,
        version,
        kind: 'git' as const,
        sourceHash: `v${version}`,
        createdAt: at,
      })),
    )
    .onConflictDoNothing()
  const [row] = await db.orm
    .insert(workflows)
    .values({
      id: newId(),
      key: `order-created-${newId()}`,
      name: 'Order received',
      eventType: 'ORDER_CREATED',
      sources: ['api', 'webhook'],
      category: 'orders',
      channels: ['email'],
      templateKey,
      recipients: [{ kind: 'address', path: 'customer_email' }],
      retry: DEFAULT_RETRY,
      createdAt: at,
      updatedAt: at,
      ...columns,
    })
    .returning()
  if (!row) throw new Error('an insert returns its row')
  return row
}

export interface Job {
  id: string
  task: string
  ids: string[]
  runAt: Date
  lockedBy: string | null
}

/** The queue's jobs that name one of these ids. */
export async function jobsOf(db: Database, ...ids: string[]): Promise<Job[]> {
  const rows = await db.sql<
    { id: string; task: string; ids: string[] | null; run_at: string | Date; locked_by: string | null }[]
  >`
    select j.id, t.identifier as task, j.payload->'ids' as ids, j.run_at, j.locked_by
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id order by j.id`
  return rows
    .filter((row) => row.ids?.some((id) => ids.includes(id)))
    .map(({ ids: named, run_at, locked_by, ...row }) => ({
      ...row,
      ids: named ?? [],
      runAt: new Date(run_at),
      lockedBy: locked_by,
    }))
}

/** A delivery that is due at the clock's time, alone of its notification. */
export async function dueDelivery(
  db: Database,
  clock: Clock,
  columns: Parameters<typeof queuedDelivery>[2] = {},
): Promise<Delivery> {
  const notification = await pendingNotification(db, { status: 'QUEUED', at: clock.now() })
  return queuedDelivery(db, notification, columns)
}

/** What became of a delivery: its row, its notification, its attempts in order, and its content if it has one. */
export async function deliveryState({ orm }: Database, { id, notificationId }: Delivery) {
  const [delivery] = await orm.select().from(deliveries).where(eq(deliveries.id, id))
  const [notification] = await orm.select().from(notifications).where(eq(notifications.id, notificationId))
  const tries = await orm.select().from(attempts).where(eq(attempts.deliveryId, id)).orderBy(attempts.number)
  const [content] = await orm.select().from(deliveryContents).where(eq(deliveryContents.deliveryId, id))
  if (!delivery || !notification) throw new Error('the delivery is gone')
  return { delivery, notification, attempts: tries, content }
}
