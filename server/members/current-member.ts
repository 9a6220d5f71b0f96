import { type MemberRole, memberRoles } from '#server/db/schema/members.ts'
import { getAuth } from './auth.ts'

/** Who is signed in to the dashboard. */
export interface Member {
  id: string
  name: string
  email: string
  role: MemberRole
}

/** The member whose session the cookie names, or null. The session is not prolonged: a page can't set cookies. */
export async function memberOf(headers: Headers): Promise<Member | null> {
  const session = await getAuth().api.getSession({ headers, query: { disableRefresh: true } })
  return session ? toMember(session.user) : null
}

/** As `memberOf`, and prolongs the session: `cookies` are `Set-Cookie` values for the answer. */
export async function memberAndCookies(
  headers: Headers,
): Promise<{ member: Member | null; cookies: string[] }> {
  const answer = await getAuth().api.getSession({ headers, returnHeaders: true })
  return {
    member: answer.response ? toMember(answer.response.user) : null,
    cookies: answer.headers?.getSetCookie() ?? [],
  }
}

/** A role that is none of ours allows the least. */
const toMember = (user: {
  id: string
  name: string
  email: string
  role?: string | null | undefined
}): Member => ({
  id: user.id,
  name: user.name,
  email: user.email,
  role: memberRoles.find((role) => role === user.role) ?? 'viewer',
})
