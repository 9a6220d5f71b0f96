import {
  createLoader,
  type inferParserType,
  parseAsBoolean,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import { parseAsId, searchWords } from '#app/_components/url-parsers.ts'
import type { InboxListInput } from '#server/inbox/schemas.ts'

export const tabs = ['html', 'text', 'headers'] as const
export const widths = ['wide', 'phone'] as const

/** What the inbox's address holds. */
export const inboxParsers = {
  q: parseAsString.withDefault(''),
  unread: parseAsBoolean.withDefault(false),
  /** The page: mail older, or newer, than this delivery id. */
  older: parseAsId,
  newer: parseAsId,
  /** The delivery id of the open mail, and how it is looked at. */
  open: parseAsString,
  tab: parseAsStringLiteral(tabs).withDefault('html'),
  width: parseAsStringLiteral(widths).withDefault('wide'),
}
export type InboxState = inferParserType<typeof inboxParsers>

export const loadInboxState = createLoader(inboxParsers)

/** Back to the newest page. */
export const firstPage = { older: null, newer: null }

export const isFirstPage = ({ older, newer }: InboxState): boolean => !older && !newer

const pageSize = 50
/** The server takes no longer ones. */
export const longestSearch = 200

export function pageInput({ q, unread, older, newer }: InboxState): InboxListInput {
  return {
    q: searchWords(q, longestSearch) || null,
    unread,
    cursor: older ?? newer,
    direction: !older && newer ? 'previous' : 'next',
    limit: pageSize,
  }
}
