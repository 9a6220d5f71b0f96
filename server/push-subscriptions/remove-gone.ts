import type { Database } from '#server/db/client.ts'

/**
 * Forgets a subscription that its push service says is over. One that was made anew since, with other keys, stays.
 */
export async function removeGone(
  { sql }: Pick<Database, 'sql'>,
  { endpoint, p256dh }: { endpoint: string; p256dh: string },
): Promise<void> {
  await sql`delete from push_subscriptions where endpoint = ${endpoint} and p256dh = ${p256dh}`
}
