import { createParser } from 'nuqs/server'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** An id in an address; what is none is passed over, as if it were not there. */
export const parseAsId = createParser<string>({
  parse: (written) => (uuid.test(written) ? written : null),
  serialize: (id) => id,
})

/** What somebody typed or pasted, as a search takes it: no control characters, no outer space, at most `longest`. */
export const searchWords = (typed: string, longest: number): string =>
  typed
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, longest)
    .trim()
