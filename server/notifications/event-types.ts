import { sql } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import { workflows } from '#server/db/schema/workflows.ts'

/** Distinct types looked for among stored notifications: a producer may send anything as its type. */
const STORED_MAX = 200

/** Event types for the filter, by name: those that a workflow listens to and those that were stored. */
export async function listEventTypes({ db, actor }: Context): Promise<string[]> {
  authorise(actor, 'read')
  // A loose index scan: one descent of the index per distinct value, whatever the number of rows.
  const found = await db.orm.execute<{ type: string }>(sql`
    with recursive stored(type, n) as (
      (select ${notifications.eventType}, 1 from ${notifications}
        where ${notifications.eventType} is not null order by ${notifications.eventType} limit 1)
      union all
      select (select ${notifications.eventType} from ${notifications}
        where ${notifications.eventType} > stored.type order by ${notifications.eventType} limit 1), n + 1
      from stored where stored.type is not null and n < ${STORED_MAX}
    )
    select type from stored where type is not null
    union select ${workflows.eventType} from ${workflows} where ${workflows.eventType} is not null`)
  return found.map(({ type }) => type).sort((a, b) => a.localeCompare(b, 'en'))
}
