import { changePassword } from '#server/members/change-password.ts'
import { endSession } from '#server/members/end-session.ts'
import { listSessions } from '#server/members/list-sessions.ts'
import { whoAmI } from '#server/members/me.ts'
import { renameSelf } from '#server/members/rename-self.ts'
import type { PasswordChange } from '#server/members/schemas.ts'
import { signOutEverywhere } from '#server/members/sign-out-everywhere.ts'
import { procedure, router, takes } from '../init.ts'

/** The member who is signed in. */
export const membersRouter = router({
  me: procedure.query(({ ctx }) => whoAmI(ctx, ctx.member)),
  rename: procedure.input(takes<{ name: string }>()).mutation(({ ctx, input }) => renameSelf(ctx, input)),
  changePassword: procedure
    .input(takes<PasswordChange>())
    .mutation(({ ctx, input }) => changePassword(ctx, ctx.member.sessionId, input)),
  sessions: procedure.query(({ ctx }) => listSessions(ctx, ctx.member.sessionId)),
  endSession: procedure.input(takes<{ id: string }>()).mutation(({ ctx, input }) => endSession(ctx, input)),
  signOutEverywhere: procedure.mutation(({ ctx }) => signOutEverywhere(ctx, { id: ctx.member.id })),
})
