import { actorLabel, type Context } from '#server/context.ts'
import type { Database } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import { insertDeliveries } from '#server/notifications/plan-rows.ts'
import { enqueueByIndex } from '#server/queue/enqueue.ts'

/** What a test is known by among the notifications. */
export const TEST_TYPE = 'template.test'

interface Test {
  key: string
  version: number
  locale: string
  data: Record<string, unknown>
  /** The version has sensitive variables. */
  sensitive: boolean
  members: readonly { id: string; name: string; email: string }[]
}

/** A notification with one delivery and its job for each member, on the caller's transaction. Answers their ids. */
export async function insertTestNotifications(
  { sql, orm }: Database,
  { actor, clock }: Context,
  { key, version, locale, data, sensitive, members }: Test,
): Promise<string[]> {
  const now = clock.now()
  const traceId = newId()
  const tests = members.map((member) => ({ id: newId(), member }))
  await orm.insert(notifications).values(
    tests.map(({ id, member }) => ({
      id,
      status: 'QUEUED' as const,
      eventType: TEST_TYPE,
      source: 'dashboard' as const,
      sourceName: actorLabel(actor).actorName,
      traceId,
      recipient: member.email.toLowerCase(),
      // Members are no users: the data says who they are, and may say otherwise.
      payload: { type: TEST_TYPE, data: { recipient: recipientOf(member, locale), ...data } },
      sensitive,
      createdAt: now,
      plannedAt: now,
    })),
  )
  await enqueueByIndex(sql)
  const at = now.toISOString()
  await insertDeliveries(
    sql,
    tests.map(({ id, member }) => ({
      id: newId(),
      notification_id: id,
      trace_id: traceId,
      workflow_id: null,
      user_id: null,
      channel: 'email' as const,
      address: member.email,
      status: 'QUEUED' as const,
      reason: 'planned',
      reason_text: `A test of the template “${key}”.`,
      template_key: key,
      template_version: version,
      locale,
      sender: null,
      reply_to: null,
      due_at: at,
      expires_at: undefined,
      created_at: at,
    })),
  )
  return tests.map(({ id }) => id)
}

const recipientOf = ({ name, email }: { name: string; email: string }, locale: string) => ({
  ...{ name, email, locale, timezone: null },
})
