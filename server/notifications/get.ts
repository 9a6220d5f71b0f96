import { and, asc, eq, gte, inArray } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { lowestIdSince } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { attempts, deliveries, deliveryContents } from '#server/db/schema/deliveries.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import { providerEvents } from '#server/db/schema/suppressions.ts'
import { users } from '#server/db/schema/users.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { hiddenMail } from '#server/templates/sensitive/hidden-mail.ts'
import { withoutSensitive } from '#server/templates/sensitive/of-notifications.ts'
import { abilitiesOf } from './abilities.ts'
import { digestsOf } from './digests.ts'
import { notificationId } from './schemas.ts'
import { timelineOf } from './timeline.ts'

export type NotificationDetail = Awaited<ReturnType<typeof getNotification>>

/** One notification, whole: deliveries, attempts, its story and what can be done now. Throws `not_found`. */
export async function getNotification({ db, clock, actor }: Context, input: { id: string }) {
  authorise(actor, 'read')
  const { id } = parse(notificationId, input)
  const { orm } = db
  const [found] = await orm
    .select({
      notification: notifications,
      workflow: { id: workflows.id, key: workflows.key, name: workflows.name },
      user: {
        id: users.id,
        externalId: users.externalId,
        name: users.name,
        email: users.email,
        timezone: users.timezone,
      },
    })
    .from(notifications)
    .leftJoin(workflows, eq(workflows.id, notifications.workflowId))
    .leftJoin(users, eq(users.id, notifications.userId))
    .where(eq(notifications.id, id))
  if (!found) throw new DomainError('not_found', 'There is no notification with this id.')
  // What follows from a notification has a later id, but for clocks that differ: the older partitions are pruned.
  const since = lowestIdSince([id])
  const made = await orm
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.notificationId, id), gte(deliveries.id, since)))
    .orderBy(asc(deliveries.id))
  const ids = made.map((delivery) => delivery.id)
  const [tries, contents, audit, told, digests] = await Promise.all([
    orm
      .select()
      .from(attempts)
      .where(and(eq(attempts.notificationId, id), gte(attempts.id, since)))
      .orderBy(asc(attempts.id)),
    ids.length === 0
      ? []
      : orm
          .select({ deliveryId: deliveryContents.deliveryId, subject: deliveryContents.subject })
          .from(deliveryContents)
          .where(and(inArray(deliveryContents.deliveryId, ids), gte(deliveryContents.deliveryId, since))),
    orm
      .select()
      .from(auditLog)
      .where(inArray(auditLog.targetId, [id, ...ids]))
      .orderBy(asc(auditLog.id)),
    ids.length === 0
      ? []
      : orm
          .select()
          .from(providerEvents)
          .where(inArray(providerEvents.deliveryId, ids))
          .orderBy(asc(providerEvents.at), asc(providerEvents.id)),
    digestsOf(orm, made, since),
  ])
  const sent = contents.flatMap(({ deliveryId, subject }) => {
    const delivery = made.find((one) => one.id === deliveryId)
    return delivery ? [{ delivery, subject }] : []
  })
  const subjects = new Map(
    await Promise.all(
      sent.map(
        async ({ delivery, subject }): Promise<[string, string]> => [
          delivery.id,
          found.notification.sensitive
            ? (await hiddenMail(db, found.notification, delivery)).subject
            : subject,
        ],
      ),
    ),
  )
  const [notification = found.notification] = await withoutSensitive(db, [found.notification])
  return {
    ...notification,
    workflow: found.workflow,
    user: found.user,
    deliveries: made.map(({ leasedBy: _, leasedUntil: __, ...delivery }) => ({
      ...delivery,
      subject: subjects.get(delivery.id) ?? null,
      /** Whether there is a mail to show: none before the first attempt. */
      hasContent: subjects.has(delivery.id),
      attempts: tries.filter((attempt) => attempt.deliveryId === delivery.id),
      /** The delivery whose digest it went, or goes, out in; null: it goes for itself. */
      digest: (delivery.digestOf && digests.firsts.get(delivery.digestOf)) || null,
    })),
    timeline: timelineOf({
      ...{ notification, deliveries: made, attempts: tries, audit, told, digests, now: clock.now() },
      timezone: found.user?.timezone ?? null,
    }),
    can: abilitiesOf(
      notification.status,
      made.map((delivery) => ({ ...delivery, hasContent: subjects.has(delivery.id) })),
      notification.erasedAt !== null,
      notification.sensitiveErased,
    ),
  }
}
