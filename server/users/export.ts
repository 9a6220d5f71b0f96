import { eq } from 'drizzle-orm'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import type { Database } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { users } from '#server/db/schema/users.ts'
import { parse } from '#server/parse.ts'
import { addressHash } from '#server/recipients/key.ts'
import { exportedNotifications } from './export-notifications.ts'
import { noSuchUser } from './profile.ts'
import { type OneUserInput, oneUser } from './schemas.ts'

export interface UserExport {
  userId: string
  /** One JSON document, in pieces as they are asked for: what is in memory does not grow with the person's history. */
  pieces: AsyncGenerator<string>
}

type Row = Record<string, unknown>

/**
 * All that is kept of a person: profile, preferences, devices (without their keys), suppressions, what was done with
 * them, and their notifications with deliveries, contents, attempts and what providers told. Sensitive values stay
 * hidden. That it was asked for is written down before the first piece. Throws `forbidden`, `bad_input`, `not_found`.
 */
export async function exportUser(ctx: Context, raw: OneUserInput): Promise<UserExport> {
  authorise(ctx.actor, 'users')
  const { id } = parse(oneUser, raw)
  const now = ctx.clock.now()
  const email = await ctx.db.orm.transaction(async (tx) => {
    const [user] = await tx.select({ email: users.email }).from(users).where(eq(users.id, id))
    if (!user) throw noSuchUser()
    await tx.insert(auditLog).values({
      id: newId(),
      ...actorLabel(ctx.actor),
      action: 'user.export',
      targetId: id,
      detail: {},
      at: now,
    })
    return user.email
  })
  return { userId: id, pieces: written(ctx.db, { id, email }, now) }
}

async function* written(
  db: Database,
  person: { id: string; email: string | null },
  now: Date,
): AsyncGenerator<string> {
  const head = { exported_at: now.toISOString(), ...(await profileOf(db, person)) }
  const opened = JSON.stringify(head).slice(0, -1)
  yield `${opened},"notifications":[`
  let first = true
  for await (const rows of exportedNotifications(db, person)) {
    for (const row of rows) {
      yield `${first ? '' : ','}\n${JSON.stringify(row)}`
      first = false
    }
  }
  yield '\n]}\n'
}

async function profileOf(
  { sql }: Database,
  { id, email }: { id: string; email: string | null },
): Promise<Record<string, unknown>> {
  const address = email?.toLowerCase() ?? ''
  const one = (rows: { row: Row }[]) => rows[0]?.row ?? null
  const all = (rows: { row: Row }[]) => rows.map(({ row }) => row)
  const user = one(await sql<{ row: Row }[]>`select to_jsonb(u) as row from users u where id = ${id}`)
  const preferences = one(
    await sql<{ row: Row }[]>`select to_jsonb(p) - 'user_id' as row from preferences p where user_id = ${id}`,
  )
  const devices = all(
    await sql<{ row: Row }[]>`
      select to_jsonb(s) - array['user_id', 'p256dh', 'auth'] as row from push_subscriptions s where user_id = ${id}
      order by id`,
  )
  const endpoints = devices.map(({ endpoint }) => String(endpoint).toLowerCase())
  const suppressions = all(
    await sql<{ row: Row }[]>`
      select to_jsonb(s) as row from suppressions s
      where (channel = 'email' and address = ${address}) or (channel = 'push' and address = any(${endpoints}::text[]))
      order by id`,
  )
  const optOuts = one(
    await sql<{ row: Row }[]>`
      select to_jsonb(a) - 'address' as row from address_preferences a where address = ${address}`,
  )
  const about = [id, ...(address ? [addressHash(address)] : []), ...[...devices, ...suppressions].map(idOf)]
  // Who of the team did it is data of another person.
  const audit = all(
    await sql<{ row: Row }[]>`
      select to_jsonb(l) - 'actor_name' || jsonb_build_object('actor', split_part(actor, ':', 1)) as row
      from audit_log l where target_id = any(${about}::text[]) order by id`,
  )
  return {
    ...{ user, preferences, push_subscriptions: devices },
    ...{ suppressions, address_preferences: optOuts, audit },
  }
}

const idOf = ({ id }: Row) => String(id)
