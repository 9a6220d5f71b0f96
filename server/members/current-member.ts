import { type MemberRole, memberRoles } from '#server/db/schema/members.ts'
import { getAuth } from './auth.ts'
import { noteSession } from './last-seen.ts'

export interface Member {
  id: string
  name: string
  email: string
  role: MemberRole
}

/** Who is signed in to the dashboard, and by which session. */
export interface SignedInMember extends Member {
  sessionId: string
}

/** The member whose session the cookie names, or null. The session is not prolonged: a page can't set cookies. */
export async function memberOf(headers: Headers): Promise<SignedInMember | null> {
  return toMember(await getAuth().api.getSession({ headers, query: { disableRefresh: true } }))
}

/** As `memberOf`, and prolongs the session: `cookies` are `Set-Cookie` values for the answer. */
export async function memberAndCookies(
  headers: Headers,
): Promise<{ member: SignedInMember | null; cookies: string[] }> {
  const answer = await getAuth().api.getSession({ headers, returnHeaders: true })
  return { member: toMember(answer.response), cookies: answer.headers?.getSetCookie() ?? [] }
}

interface Session {
  session: { id: string }
  user: { id: string; name: string; email: string; role?: string | null | undefined }
}

/** A role that is none of ours allows the least. */
function toMember(found: Session | null): SignedInMember | null {
  if (!found) return null
  const { session, user } = found
  noteSession(session.id)
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    role: memberRoles.find((role) => role === user.role) ?? 'viewer',
    sessionId: session.id,
  }
}
