import { systemClock } from '#server/clock.ts'
import type { Context } from '#server/context.ts'
import { getDatabase } from '#server/db/pools.ts'
import { type Member, memberOf } from './current-member.ts'

/** The verbs' context of a member. */
export function contextOf({ id, name, role }: Member): Context {
  return { db: getDatabase(), clock: systemClock, actor: { kind: 'member', id, name, role } }
}

/** As `contextOf`, of the member whose session a request's cookie names; null: nobody is signed in. */
export async function signedInContext(headers: Headers): Promise<Context | null> {
  const member = await memberOf(headers)
  return member && contextOf(member)
}
