import {
  createLoader,
  createParser,
  type inferParserType,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsIsoDateTime,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import { parseAsId, searchWords } from '#app/_components/url-parsers.ts'
import type { NotificationStatus, SourceKind } from '#server/db/schema/notifications.ts'
import type { ListInput, NotificationFilter } from '#server/notifications/schemas.ts'

/** The counts above the list. The first ones are always shown, the others when they count something. */
export const statusGroups = [
  { label: 'Sent', look: 'SENT', statuses: ['SENT'], always: true },
  { label: 'Queued', look: 'QUEUED', statuses: ['PENDING', 'QUEUED'], always: true },
  { label: 'Held', look: 'SCHEDULED', statuses: ['SCHEDULED'], always: true },
  { label: 'Failed', look: 'FAILED', statuses: ['FAILED'], always: true },
  { label: 'Partly sent', look: 'PARTIAL', statuses: ['PARTIAL'], always: false },
  { label: 'Unknown', look: 'UNKNOWN', statuses: ['UNKNOWN'], always: false },
  { label: 'Withheld', look: 'WITHHELD', statuses: ['WITHHELD'], always: false },
  { label: 'Recorded', look: 'RECORDED', statuses: ['RECORDED'], always: false },
  { label: 'Cancelled', look: 'CANCELLED', statuses: ['CANCELLED'], always: false },
] as const satisfies readonly {
  label: string
  look: NotificationStatus
  statuses: readonly NotificationStatus[]
  always: boolean
}[]

export const sourceOptions = [
  { value: 'webhook', label: 'Webhook' },
  { value: 'api', label: 'API' },
  { value: 'kafka', label: 'Kafka' },
  { value: 'send-notification', label: '/send-notification' },
  { value: 'sql', label: 'SQL' },
  { value: 'dashboard', label: 'Dashboard' },
] as const satisfies readonly { value: SourceKind; label: string }[]

export const sourceLabel = (kind: SourceKind): string =>
  sourceOptions.find(({ value }) => value === kind)?.label ?? kind

const hourMs = 3_600_000
export const timePresets = [
  { value: '1h', label: 'Last hour', ms: hourMs },
  { value: '24h', label: 'Last 24 hours', ms: 24 * hourMs },
  { value: '7d', label: 'Last 7 days', ms: 7 * 24 * hourMs },
  { value: '30d', label: 'Last 30 days', ms: 30 * 24 * hourMs },
] as const

const longestType = 200
/** What the server would refuse as a type is passed over. */
const parseAsType = createParser<string>({
  parse: (written) => (written.length <= longestType && !/\p{Cc}/u.test(written) ? written : null),
  serialize: (type) => type,
})

/** What the list's address holds. */
export const listParsers = {
  status: parseAsArrayOf(parseAsStringLiteral(statusGroups.flatMap((group) => group.statuses))).withDefault(
    [],
  ),
  type: parseAsArrayOf(parseAsType).withDefault([]),
  source: parseAsArrayOf(parseAsStringLiteral(sourceOptions.map(({ value }) => value))).withDefault([]),
  time: parseAsStringLiteral(timePresets.map(({ value }) => value)),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  q: parseAsString.withDefault(''),
  /** For whom: a user's id. */
  user: parseAsId,
  /** The page: rows older, or newer, than this id. */
  older: parseAsId,
  newer: parseAsId,
  /** The notification whose panel is open. */
  open: parseAsString,
  live: parseAsBoolean.withDefault(true),
}
export type ListState = inferParserType<typeof listParsers>

export const loadListState = createLoader(listParsers)

/** Nothing but the filters, all taken away. */
export const noFilters = {
  ...{ status: null, type: null, source: null, time: null, from: null, to: null, q: null },
  user: null,
}
/** Back to the newest page. */
export const firstPage = { older: null, newer: null }

export const isFiltered = ({ status, type, source, time, from, to, q, user }: ListState): boolean =>
  status.length + type.length + source.length > 0 || Boolean(time || from || to || q || user)

const minuteMs = 60_000
/** The server takes no longer ones. */
export const longestSearch = 500
/** A year of five figures is a slip of the finger, and no date of RFC 3339. */
const firstMs = 0
const lastMs = Date.UTC(9999, 11, 31)

const instant = (at: Date | null): string | null =>
  at ? new Date(Math.min(Math.max(at.getTime(), firstMs), lastMs)).toISOString() : null

/**
 * What the server is asked for. A preset counts back from `now`, in whole minutes: the same question for a minute has
 * one answer in the cache.
 */
export function filterInput(state: ListState, now: number): NotificationFilter {
  const preset = timePresets.find(({ value }) => value === state.time)
  const from = preset ? new Date(Math.floor((now - preset.ms) / minuteMs) * minuteMs) : state.from
  const to = preset ? null : state.to
  return {
    status: state.status,
    type: state.type,
    source: state.source,
    from: instant(from),
    to: instant(to),
    q: searchWords(state.q, longestSearch) || null,
    userId: state.user,
  }
}

export const pageSize = 50

export function pageInput(state: ListState, now: number): ListInput {
  const cursor = state.older ?? state.newer
  return {
    ...filterInput(state, now),
    cursor,
    direction: state.older ? 'next' : state.newer ? 'previous' : 'next',
    limit: pageSize,
  }
}
