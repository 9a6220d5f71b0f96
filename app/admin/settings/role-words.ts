import type { MemberRole } from '#server/db/schema/members.ts'

/** What each role may do; each may also do what stands before it. */
export const roleWords: Record<MemberRole, string> = {
  viewer: 'Sees everything that was sent, and changes nothing.',
  author: 'Also writes and publishes templates.',
  operator: 'Also sends, retries, replays and cancels, and manages users.',
  admin: 'Also manages workflows, categories, sources, API keys and the team.',
}

/** What somebody of a role may do, said without the other roles beside it. */
export const roleSummary: Record<MemberRole, string> = {
  viewer: roleWords.viewer,
  author: 'Sees everything that was sent; writes and publishes templates.',
  operator: 'May do everything but manage workflows, categories, sources, API keys and the team.',
  admin: 'May do everything.',
}

export const roleName = (role: MemberRole): string => `${role.charAt(0).toUpperCase()}${role.slice(1)}`
