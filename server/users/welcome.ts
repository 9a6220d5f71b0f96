import type { Database } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import { meets } from '#server/planning/conditions.ts'
import { enqueue, enqueueByIndex } from '#server/queue/enqueue.ts'
import { enabledWorkflows, workflowsFor } from '#server/workflows/find.ts'
import type { UserProfile } from './profile.ts'

/** The event that a new user is. */
const USER_CREATED = 'user.created'
const TEMPLATE = 'welcome'

/**
 * Accepts the event of a new user in the transaction `tx`: for the workflows that listen to it, or, while none takes it
 * and `notify` asks for it, as a request for the welcome mail. Answers the notification's id; null if nobody wants it.
 */
export async function welcomeUser(
  tx: Database,
  user: UserProfile,
  options: { notify: boolean; sourceName: string | null; traceId: string; now: Date },
): Promise<string | null> {
  const event = { eventType: USER_CREATED, source: 'api', sourceName: options.sourceName } as const
  const shown = { email_address: user.email, ...(user.name !== null && { name: user.name }) }
  const data = { user_id: user.id, external_id: user.externalId, ...shown }
  const listening = workflowsFor(await enabledWorkflows(tx.orm), event)
  if (listening.length === 0 && !options.notify) return null
  // Without `notify`, an event that no conditions meet is recorded with which they are.
  const isEvent =
    !options.notify || listening.some(({ conditions }) => !conditions || meets(conditions, data).holds)
  const id = newId()
  await tx.orm.insert(notifications).values({
    ...event,
    id,
    traceId: options.traceId,
    userId: user.id,
    customerId: user.id,
    payload: isEvent
      ? { type: USER_CREATED, data }
      : { template_key: TEMPLATE, user_id: user.id, message_data: shown },
    createdAt: options.now,
  })
  await enqueueByIndex(tx.sql)
  await enqueue(tx.sql, 'notifications.plan', { ids: [id] })
  return id
}
