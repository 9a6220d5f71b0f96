import type { SignedInMember } from '#server/members/current-member.ts'

/** What every procedure is called with. */
export interface TrpcContext {
  /** Who is signed in; asked for by the first procedure, so that its failure is answered like any other. */
  member: () => Promise<SignedInMember | null>
  /** A UUID, which the answer and the log carry. */
  traceId: string
}
