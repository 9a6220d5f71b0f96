import { systemClock } from '#server/clock.ts'
import type { Context } from '#server/context.ts'
import { getDatabase } from '#server/db/pools.ts'
import type { Member, SignedInMember } from '#server/members/current-member.ts'

/** What every procedure is called with. */
export interface TrpcContext {
  /** Who is signed in; asked for by the first procedure, so that its failure is answered like any other. */
  member: () => Promise<SignedInMember | null>
  /** A UUID, which the answer and the log carry. */
  traceId: string
}

/** The verbs' context of a member. */
export function contextOf(member: Member): Context {
  return {
    db: getDatabase(),
    clock: systemClock,
    actor: { kind: 'member', id: member.id, name: member.name, role: member.role },
  }
}
