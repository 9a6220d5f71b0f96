import { eq } from 'drizzle-orm'
import type { Database } from '#server/db/client.ts'
import type { deliveries } from '#server/db/schema/deliveries.ts'
import type { notifications } from '#server/db/schema/notifications.ts'
import { users } from '#server/db/schema/users.ts'
import { digestDataOf } from '#server/delivery/digest-data.ts'
import { getEnv } from '#server/env.ts'
import { eventData } from '#server/ingest/event-data.ts'
import type { RenderedWith } from '../render-with.ts'
import { hidden } from './hide.ts'
import { renderHidden } from './render-hidden.ts'
import { sensitiveOf } from './versions.ts'

/** What was sent, as it reads with its sensitive values hidden. */
export async function hiddenMail(
  { sql, orm }: Database,
  notification: typeof notifications.$inferSelect,
  delivery: typeof deliveries.$inferSelect,
): Promise<RenderedWith> {
  const version = { key: delivery.templateKey, version: delivery.templateVersion }
  const paths = (await sensitiveOf(orm, [version]))(version)
  const { appUrl, defaultTimezone } = getEnv()
  const data = (await digestDataOf(sql, delivery.id)) ?? eventData(notification.source, notification.payload)
  const [user] = delivery.userId
    ? await orm
        .select({ name: users.name, timezone: users.timezone })
        .from(users)
        .where(eq(users.id, delivery.userId))
    : []
  return renderHidden(
    orm,
    { name: 'Posthorn', url: appUrl },
    {
      ...version,
      data: hidden(data, paths),
      recipient: {
        name: user?.name ?? null,
        email: delivery.address,
        locale: delivery.locale,
        timezone: delivery.userId === null ? null : (user?.timezone ?? defaultTimezone),
      },
    },
  )
}
