import { eq } from 'drizzle-orm'
import type { Clock } from '#server/clock.ts'
import type { Database } from '#server/db/client.ts'
import { deliveries } from '#server/db/schema/deliveries.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import type { PlanDeps } from '#server/notifications/decide.ts'
import { silent } from './api.ts'

/** What the planning job is given, with nothing unusual about it. */
export const planDeps = (db: Database, clock: Clock, changes: Partial<PlanDeps> = {}): PlanDeps => ({
  ...{ db, clock, log: silent() },
  settings: { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' },
  ...changes,
})

/** A notification as it is stored, with its deliveries in order. */
export async function planState({ orm }: Database, id: string) {
  const [notification] = await orm.select().from(notifications).where(eq(notifications.id, id))
  const made = await orm
    .select()
    .from(deliveries)
    .where(eq(deliveries.notificationId, id))
    .orderBy(deliveries.id)
  return { notification, deliveries: made }
}
