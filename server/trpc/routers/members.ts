import { whoAmI } from '#server/members/me.ts'
import { procedure, router } from '../init.ts'

export const membersRouter = router({
  me: procedure.query(({ ctx }) => whoAmI(ctx, ctx.member)),
})
