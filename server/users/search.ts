import { or, type SQL, sql } from 'drizzle-orm'
import { nameWords, plainLetters } from '#server/db/schema/users.ts'

/** What `nameWords` takes for a space, and what escapes; the rest is left to PostgreSQL's parser, there as here. */
const BETWEEN_WORDS = /[\s./\-_@:+’'\\]+/

const plain = new RegExp(`[${plainLetters.from}]`, 'g')

/** As `nameWords` does it. */
const withoutAccents = (text: string) =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036F]/g, '')
    .replaceAll('ß', 'ss')
    .replaceAll(plain, (letter) => plainLetters.to[plainLetters.from.indexOf(letter)] ?? letter)

const escaped = (text: string) => text.replaceAll(/[\\%_]/g, String.raw`\$&`)

/**
 * The users that `q` finds: by the beginning of their e-mail or external id, or by the beginnings of words of their
 * name, in any order (`love ad` finds Ada Lovelace). Upper and lower case are the same, and in names letters with and
 * without accents. One condition per index.
 */
export function userConditions(q: string): SQL[] {
  const beginning = `${escaped(q.toLowerCase())}%`
  // Nobody's name has an @, and each part of an address would be looked for.
  const words = q.includes('@')
    ? []
    : withoutAccents(q)
        .split(BETWEEN_WORDS)
        .filter((word) => word !== '')
  const wanted = words.map((word) => `'${word}':*`).join(' & ')
  return [
    sql`lower(email) like ${beginning}`,
    sql`lower(external_id) like ${beginning}`,
    ...(words.length > 0 ? [sql`${nameWords} @@ to_tsquery('simple', ${wanted})`] : []),
  ]
}

/** The same as one condition, true where any of them is. */
export const anyOfThem = (conditions: readonly SQL[]): SQL => or(...conditions) ?? sql`false`
