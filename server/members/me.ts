import { type Context, mayUse } from '#server/context.ts'
import { type Scope, scopes } from '#server/db/schema/access.ts'
import type { SignedInMember } from './current-member.ts'

/** Who is signed in, and what the member may do. */
export const whoAmI = (
  { actor }: Context,
  member: SignedInMember,
): { member: SignedInMember; may: Scope[] } => ({
  member,
  may: scopes.filter((scope) => mayUse(actor, scope)),
})
