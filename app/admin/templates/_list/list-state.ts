import {
  createLoader,
  type inferParserType,
  parseAsBoolean,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import { searchWords } from '#app/_components/url-parsers.ts'
import { listStates } from './row-state.ts'

/** What the address of the list holds. */
export const templatesParsers = {
  q: parseAsString.withDefault(''),
  category: parseAsString,
  /** Only those in this state; left out: all but the archived ones. */
  state: parseAsStringLiteral(listStates),
  /** The sheet for a new one is open. */
  new: parseAsBoolean.withDefault(false),
}
export type TemplatesState = Omit<inferParserType<typeof templatesParsers>, 'new'>

export const loadTemplatesState = createLoader(templatesParsers)

/** The server takes no longer ones. */
export const longestSearch = 200

/** What the server is asked: the states are told apart in the browser, so that each can say how many it has. */
export function listInput({ q, category }: Pick<TemplatesState, 'q' | 'category'>) {
  const words = searchWords(q, longestSearch)
  return { ...(words ? { q: words } : {}), ...(category ? { category } : {}), archived: true }
}
