import type { Database } from '#server/db/client.ts'

/** Switches categories off for an e-mail address, in the caller's transaction; those that are off stay so. */
export async function optOut(
  { sql }: Database,
  { address, categories, now }: { address: string; categories: readonly string[]; now: Date },
): Promise<void> {
  if (categories.length === 0) return
  await sql`
    insert into address_preferences as a (address, off, updated_at)
    values (${address}, ${[...categories].sort()}, ${now.toISOString()}::timestamptz)
    on conflict (address) do update set updated_at = excluded.updated_at,
      off = array(select distinct key from unnest(a.off || excluded.off) as key order by key)`
}

/** Switches them on again, in the caller's transaction. */
export async function optIn(
  { sql }: Database,
  { address, categories, now }: { address: string; categories: readonly string[]; now: Date },
): Promise<void> {
  if (categories.length === 0) return
  await sql`
    update address_preferences set updated_at = ${now.toISOString()}::timestamptz,
      off = array(select key from unnest(off) as key where key <> all(${categories as string[]}::text[]) order by key)
    where address = ${address}`
}
