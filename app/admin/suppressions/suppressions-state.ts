import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { parseAsId, searchWords } from '#app/_components/url-parsers.ts'
import { type SuppressionsInput, suppressionReason } from '#server/suppressions/schemas.ts'

/** What the address of the page holds. */
export const suppressionsParsers = {
  q: parseAsString.withDefault(''),
  reason: parseAsStringLiteral(suppressionReason.options),
  /** The page: what was put on the list before, or after, the one with this id. */
  older: parseAsId,
  newer: parseAsId,
}
export type SuppressionsState = inferParserType<typeof suppressionsParsers>

export const loadSuppressionsState = createLoader(suppressionsParsers)

/** Back to the newest page. */
export const firstPage = { older: null, newer: null }

const pageSize = 50
/** The server takes no longer ones. */
export const longestSearch = 200

export function pageInput({ q, reason, older, newer }: SuppressionsState): SuppressionsInput {
  return {
    q: searchWords(q, longestSearch) || null,
    reason,
    cursor: older ?? newer,
    direction: !older && newer ? 'previous' : 'next',
    limit: pageSize,
  }
}
