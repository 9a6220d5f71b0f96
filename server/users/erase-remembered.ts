import type { Database } from '#server/db/client.ts'
import { lowestId } from '#server/db/ids.ts'
import type { erasures } from '#server/db/schema/users.ts'
import { addressHash } from '#server/recipients/key.ts'
import { eraseRefusedRows } from './erase-imports.ts'

/**
 * Erases what is remembered of a deleted person beside their notifications: marks of planning, digests that collect, what
 * was chosen for the address alone, and rows of files that were not taken in. Whatever came after the user was deleted
 * is somebody else's. Revoked links stay revoked: only a hash says whose they were.
 */
export async function eraseRemembered(db: Database, erasure: typeof erasures.$inferSelect): Promise<void> {
  const { sql } = db
  const { userId, addresses, requestedAt } = erasure
  const until = requestedAt.toISOString()
  const hashes = [...new Set(addresses.map(addressHash))]
  const recipients = [userId, ...hashes]
  const firstAfter = lowestId(requestedAt)
  // The keys begin with the workflow, of which there are few: by it an index finds the recipient.
  await sql`
    delete from planned_lately p using (select id from workflows) w
    where p.workflow_id = w.id and p.recipient = any(${recipients}::text[])
      and (p.recipient = ${userId} or p.at <= ${until}::timestamptz)`
  // Push has a digest for each browser: its recipient is followed by the endpoint's hash.
  await sql`
    delete from digests d using (select id from workflows) w
    where d.workflow_id = w.id and split_part(d.recipient, ' ', 1) = any(${recipients}::text[])
      and (d.recipient like ${`${userId}%`} or d.delivery_id < ${firstAfter})`
  await sql`
    delete from address_preferences
    where address = any(${addresses.map((one) => one.toLowerCase())}::text[]) and updated_at <= ${until}::timestamptz`
  await eraseRefusedRows(db, erasure)
}
