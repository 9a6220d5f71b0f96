import { and, eq, sql } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import type { Channel } from '#server/db/schema/deliveries.ts'
import { suppressions } from '#server/db/schema/suppressions.ts'
import type { Suppressed } from './words.ts'

/** Those who unsubscribed are among them: whether that holds is for whoever knows the category. */
export type FindSuppression = (channel: Channel, address: string) => Suppressed | null

/** Looks these up in one statement per channel. Throws when it can't: an address that nobody could look up gets no mail. */
export async function findSuppressions(
  orm: Orm,
  targets: readonly { channel: Channel; address: string }[],
): Promise<FindSuppression> {
  const found = new Map<string, Suppressed>()
  for (const channel of new Set(targets.map((target) => target.channel))) {
    const own = targets.filter((target) => target.channel === channel && target.address !== '')
    const addresses = [...new Set(own.map(({ address }) => address.toLowerCase()))]
    if (addresses.length === 0) continue
    // One parameter: a thousand would take longer to write and to read than to look up.
    const rows = await orm
      .select()
      .from(suppressions)
      .where(
        and(
          eq(suppressions.channel, channel),
          sql`${suppressions.address} = any(${sql.param(addresses)}::text[])`,
        ),
      )
    for (const { address, reason, detail, createdAt } of rows) {
      found.set(`${channel} ${address}`, { reason, detail, since: createdAt })
    }
  }
  return (channel, address) => found.get(`${channel} ${address.toLowerCase()}`) ?? null
}

/** Whether a suppression stops mail of this category: who unsubscribed still gets what carries no unsubscribe link. */
export const stops = (
  { reason }: Pick<Suppressed, 'reason'>,
  category: { required: boolean; unsubscribable: boolean },
): boolean => reason !== 'unsubscribed' || (category.unsubscribable && !category.required)
