import { createLoader, type inferParserType, parseAsString } from 'nuqs/server'
import { parseAsId, searchWords } from '#app/_components/url-parsers.ts'
import type { BrowseUsersInput } from '#server/users/schemas.ts'

/** What the address of the list holds. */
export const usersParsers = {
  q: parseAsString.withDefault(''),
  /** The page: users who are older, or newer, than the one with this id. */
  older: parseAsId,
  newer: parseAsId,
  /** The user whose panel is open. */
  open: parseAsId,
}
export type UsersState = inferParserType<typeof usersParsers>

export const loadUsersState = createLoader(usersParsers)

/** Back to the newest page. */
export const firstPage = { older: null, newer: null }

export const pageSize = 50
/** The server takes no longer ones. */
export const longestSearch = 254

export function pageInput({ q, older, newer }: UsersState): BrowseUsersInput {
  return {
    q: searchWords(q, longestSearch) || null,
    cursor: older ?? newer,
    direction: !older && newer ? 'previous' : 'next',
    limit: pageSize,
  }
}
