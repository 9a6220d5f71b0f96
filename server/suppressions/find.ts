import { and, eq, inArray } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import type { Channel } from '#server/db/schema/deliveries.ts'
import { suppressions } from '#server/db/schema/suppressions.ts'
import { templates } from '#server/db/schema/templates.ts'
import { essentialCategories } from './categories.ts'
import type { Suppressed } from './words.ts'

/** `templateKey`: of what would be sent; who unsubscribed still gets what is essential. */
export type FindSuppression = (channel: Channel, address: string, templateKey?: string) => Suppressed | null

/** Looks these up in one statement, and their templates in one more where somebody unsubscribed. Throws when it can't: an address that nobody could look up gets no mail. */
export async function findSuppressions(
  orm: Orm,
  targets: readonly { channel: Channel; address: string; templateKey?: string }[],
): Promise<FindSuppression> {
  const found = new Map<string, Suppressed>()
  for (const channel of new Set(targets.map((target) => target.channel))) {
    const own = targets.filter((target) => target.channel === channel && target.address !== '')
    const addresses = [...new Set(own.map(({ address }) => address.toLowerCase()))]
    if (addresses.length === 0) continue
    const rows = await orm
      .select()
      .from(suppressions)
      .where(and(eq(suppressions.channel, channel), inArray(suppressions.address, addresses)))
    for (const { address, reason, detail, createdAt } of rows) {
      found.set(`${channel} ${address}`, { reason, detail, since: createdAt })
    }
  }
  const isUnsubscribed = [...found.values()].some(({ reason }) => reason === 'unsubscribed')
  const essential = isUnsubscribed
    ? await essentialTemplates(
        orm,
        targets.flatMap(({ templateKey }) => templateKey ?? []),
      )
    : new Set<string>()
  return (channel, address, templateKey) => {
    const suppressed = found.get(`${channel} ${address.toLowerCase()}`) ?? null
    const passes = suppressed?.reason === 'unsubscribed' && templateKey && essential.has(templateKey)
    return passes ? null : suppressed
  }
}

async function essentialTemplates(orm: Orm, keys: readonly string[]): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set()
  const rows = await orm
    .select({ key: templates.key })
    .from(templates)
    .where(
      and(inArray(templates.key, [...new Set(keys)]), inArray(templates.category, [...essentialCategories])),
    )
  return new Set(rows.map(({ key }) => key))
}
