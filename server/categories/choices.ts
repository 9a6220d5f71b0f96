import { authorise, type Context } from '#server/context.ts'

/** Above so many users who chose something, a part is looked at and the rest reckoned from it. */
const COUNTED_MAX = 50_000

export interface CategoryChoices {
  /** Users who chose other than the default on some channel, by category; who is not named: none. */
  users: Record<string, number>
  /** Reckoned from a part of the users. */
  estimated: boolean
}

/** How many users chose otherwise than the categories' defaults. Throws `forbidden`. */
export async function categoryChoices({ db, actor }: Context): Promise<CategoryChoices> {
  authorise(actor, 'read')
  const [size] = await db.sql<{ rows: number }[]>`
    select greatest(reltuples, 0)::bigint::int as rows from pg_class where oid = 'preferences'::regclass`
  const share = Math.min(1, COUNTED_MAX / Math.max(size?.rows ?? 0, 1))
  const found = await db.sql<{ key: string; users: number }[]>`
    select c.key, count(*)::int as users
    from ${share < 1 ? db.sql`preferences tablesample system (${share * 100})` : db.sql`preferences`} p
    cross join lateral jsonb_each(p.categories) chosen (key, channels)
    join categories c on c.key = chosen.key
    where (chosen.channels ->> 'email')::boolean <> c.email_default
      or (chosen.channels ->> 'push')::boolean <> c.push_default
    group by c.key`
  return {
    users: Object.fromEntries(found.map(({ key, users }) => [key, Math.round(users / share)])),
    estimated: share < 1,
  }
}
