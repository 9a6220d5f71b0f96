import { sql } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { addressPreferences } from '#server/db/schema/users.ts'

/** The categories that are switched off for an e-mail address of somebody who is no user. */
export type FindOptOuts = (address: string) => readonly string[]

/** Looks these up in one statement. Throws when it can't: an address that nobody could look up gets no mail. */
export async function findOptOuts(orm: Orm, addresses: readonly string[]): Promise<FindOptOuts> {
  const wanted = [...new Set(addresses.map((address) => address.toLowerCase()))].filter((one) => one !== '')
  if (wanted.length === 0) return () => []
  const rows = await orm
    .select({ address: addressPreferences.address, off: addressPreferences.off })
    .from(addressPreferences)
    .where(sql`${addressPreferences.address} = any(${sql.param(wanted)}::text[])`)
  const off = new Map(rows.map((row) => [row.address, row.off]))
  return (address) => off.get(address.toLowerCase()) ?? []
}
