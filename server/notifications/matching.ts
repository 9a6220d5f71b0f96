import { and, desc, eq, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { lowestId } from '#server/db/ids.ts'
import { deliveries } from '#server/db/schema/deliveries.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import type { ParsedFilter } from './schemas.ts'
import { type SearchTerm, searchTerms } from './search.ts'

/** Deliveries looked at for an e-mail beside the notifications' own recipient, newest first. */
const DELIVERIES_SEARCHED = 1000

/** Before 1970 there is no UUIDv7. */
const boundary = (instant: string) => lowestId(new Date(Math.max(0, Date.parse(instant))))

function timeConditions({ from, to }: ParsedFilter): SQL[] {
  return [
    ...(from ? [gte(notifications.id, boundary(from))] : []),
    ...(to ? [lt(notifications.id, boundary(to))] : []),
  ]
}

/** One condition per index that can answer the term. */
function searchConditions(orm: Orm, term: SearchTerm): SQL[] {
  switch (term.kind) {
    case 'id':
      return [
        eq(notifications.id, term.id),
        eq(notifications.traceId, term.id),
        inArray(
          notifications.id,
          orm.select({ id: deliveries.notificationId }).from(deliveries).where(eq(deliveries.id, term.id)),
        ),
      ]
    case 'email': {
      const recent = orm
        .select({ id: deliveries.notificationId })
        .from(deliveries)
        .where(inArray(deliveries.address, [...new Set([term.address, term.typed])]))
        .orderBy(desc(deliveries.id))
        .limit(DELIVERIES_SEARCHED)
      return [eq(notifications.recipient, term.address), inArray(notifications.id, recent)]
    }
    case 'key':
      return [eq(notifications.orderId, term.value), eq(notifications.correlationId, term.value)]
  }
}

/** A part of what a filter means: what an index yields in id order, and what is left to be checked of each row. */
export interface Branch {
  by: SQL
  rest: SQL | undefined
}

/**
 * The filter as conditions, one per branch; what it means is their union. Each branch has one value per indexed
 * column, so that its index yields it in id order and a page reads a page: `status in (…)` would be read whole and
 * sorted. SENT has no index (it is the bulk); with it, the primary key is walked.
 */
export function branches(orm: Orm, filter: ParsedFilter): SQL[] {
  return indexedBranches(orm, filter).flatMap(({ by, rest }) => and(by, rest) ?? [])
}

/** The same, with what the index answers apart from the rest. */
export function indexedBranches(orm: Orm, filter: ParsedFilter): Branch[] {
  const { status, type, source, q } = filter
  const time = timeConditions(filter)
  const ids = idConditions(filter)
  const terms = q ? searchTerms(q) : []
  const branch = (by: SQL | undefined, rest: SQL[]): Branch => ({
    by: and(by, ...time) ?? sql`true`,
    rest: and(...rest),
  })
  if (terms.length > 0) {
    const rest = [...ids, ...anyOf(filter)]
    return terms.flatMap((term) => searchConditions(orm, term)).map((condition) => branch(condition, rest))
  }
  const [id, ...otherIds] = ids
  if (id) return [branch(id, [...otherIds, ...anyOf(filter)])]
  const perStatus = status.length > 0 && !status.includes('SENT')
  const perType = !perStatus && type.length > 0
  const perSource = !perStatus && !perType && source.length > 0
  const rest = anyOf({
    status: perStatus ? [] : status,
    type: perType ? [] : type,
    source: perSource ? [] : source,
  })
  if (!perStatus && !perType && !perSource) return [branch(undefined, rest)]
  const each: SQL[] = perStatus
    ? status.map((value) => statusIs(value))
    : perType
      ? type.map((value) => eq(notifications.eventType, value))
      : source.map((value) => eq(notifications.source, value))
  return each.map((condition) => branch(condition, rest))
}

/** Conditions that name one thing, the one that finds fewest first. */
function idConditions({ traceId, orderId, correlationId, userId }: ParsedFilter): SQL[] {
  return [
    ...(traceId ? [eq(notifications.traceId, traceId)] : []),
    ...(orderId ? [eq(notifications.orderId, orderId)] : []),
    ...(correlationId ? [eq(notifications.correlationId, correlationId)] : []),
    ...(userId ? [eq(notifications.userId, userId)] : []),
  ]
}

/** Whether the filter names one thing (or looks for one): then few match. */
export const isNarrow = (filter: ParsedFilter): boolean =>
  Boolean(filter.q) || idConditions(filter).length > 0

/** The status as text in the statement: as a parameter, a generic plan could not use the partial index. */
export function statusIs(status: ParsedFilter['status'][number]): SQL {
  return sql`${notifications.status} = ${sql.raw(`'${status}'`)}`
}

/** Conditions other than time and search, as they stand. */
function anyOf({ status, type, source }: Pick<ParsedFilter, 'status' | 'type' | 'source'>): SQL[] {
  const only = (list: readonly unknown[]) => list.length > 0
  return [
    ...(only(status) ? [or(...status.map(statusIs)) ?? sql`true`] : []),
    ...(only(type) ? [inArray(notifications.eventType, type)] : []),
    ...(only(source) ? [inArray(notifications.source, source)] : []),
  ]
}
