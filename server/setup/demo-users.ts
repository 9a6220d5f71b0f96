import type { Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { users } from '#server/db/schema/users.ts'

/** People to try things with (`POSTHORN_DEMO`): the patient of the appointment example, a customer, somebody abroad. */
const demoUsers = [
  {
    externalId: 'P9',
    name: 'Ada Lovelace',
    email: 'ada@example.com',
    language: 'en-GB',
    timezone: 'Europe/London',
  },
  {
    externalId: 'U42',
    name: 'Emmy Noether',
    email: 'emmy@example.com',
    language: 'de',
    timezone: 'Europe/Berlin',
  },
  {
    externalId: 'C7',
    name: 'Ramanujan',
    email: 'ramanujan@example.com',
    language: 'en-IN',
    timezone: 'Asia/Kolkata',
  },
]

/** Inserts the demo users that are not there. */
export async function seedDemoUsers(ctx: Context): Promise<void> {
  const now = ctx.clock.now()
  await ctx.db.orm
    .insert(users)
    .values(demoUsers.map((user) => ({ ...user, id: newId(), createdAt: now, updatedAt: now })))
    .onConflictDoNothing()
}
