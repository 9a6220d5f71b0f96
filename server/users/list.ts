import { authorise, type Context } from '#server/context.ts'
import { badInput, parse } from '#server/parse.ts'
import { COUNTED, findPage, type UserCount } from './find-page.ts'
import type { UserProfile } from './profile.ts'
import { type ListUsersInput, listUsersInput } from './schemas.ts'

export interface UserPage extends UserCount {
  users: UserProfile[]
  page: number
  limit: number
  /** Null at the end. */
  nextCursor: string | null
}

/**
 * Users that match, newest first: a page by its number, or what follows a cursor. Throws `forbidden`, `bad_input`, naming
 * `cursor` for a page beyond 10,000 rows.
 */
export async function listUsers({ db, actor }: Context, raw: ListUsersInput): Promise<UserPage> {
  authorise(actor, 'users')
  const { q, page, limit, cursor } = parse(listUsersInput, raw)
  if (cursor && page) throw badInput([{ path: 'page', message: 'must not stand beside cursor' }])
  const number = page ?? 1
  if (number * limit > COUNTED) {
    const message = `pages reach ${COUNTED.toLocaleString('en')} rows deep: go on with the last page's meta.next_cursor`
    throw badInput([{ path: 'cursor', message }])
  }
  const span = { cursor: cursor ?? null, back: false, limit: limit + 1, offset: (number - 1) * limit }
  const { users: found, ...count } = await findPage(db.orm, q || null, span)
  const shown = found.slice(0, limit)
  return {
    users: shown,
    ...count,
    page: number,
    limit,
    nextCursor: found.length > limit ? (shown.at(-1)?.id ?? null) : null,
  }
}
