import { and, asc, eq, gte, inArray } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { deliveries } from '#server/db/schema/deliveries.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import type { Delivery } from './timeline-entry.ts'

/** One event of a digest. */
export interface DigestEvent {
  deliveryId: string
  notificationId: string
  eventType: string | null
}

export interface Digests {
  /** Of a delivery that others joined: those others, in the order of their coming. */
  members: ReadonlyMap<string, readonly DigestEvent[]>
  /** Of a delivery that joined: the first one, which is sent for all. */
  firsts: ReadonlyMap<string, DigestEvent>
}

export const noDigests: Digests = { members: new Map(), firsts: new Map() }

/** What shares its digest with these deliveries. `since`: the lowest id that what joined them can have. */
export async function digestsOf(orm: Orm, made: readonly Delivery[], since: string): Promise<Digests> {
  const own = made.filter(({ isDigest }) => isDigest).map(({ id }) => id)
  const others = made.flatMap(({ digestOf }) => digestOf ?? [])
  if (own.length + others.length === 0) return noDigests
  const select = () =>
    orm
      .select({
        deliveryId: deliveries.id,
        digestOf: deliveries.digestOf,
        notificationId: deliveries.notificationId,
        eventType: notifications.eventType,
      })
      .from(deliveries)
      .innerJoin(notifications, eq(notifications.id, deliveries.notificationId))
  const [members, firsts] = await Promise.all([
    own.length === 0
      ? []
      : select()
          .where(and(inArray(deliveries.digestOf, own), gte(deliveries.id, since)))
          .orderBy(asc(deliveries.id)),
    others.length === 0 ? [] : select().where(inArray(deliveries.id, others)),
  ])
  return {
    members: Map.groupBy(members, ({ digestOf }) => digestOf ?? ''),
    firsts: new Map(firsts.map((first) => [first.deliveryId, first])),
  }
}
