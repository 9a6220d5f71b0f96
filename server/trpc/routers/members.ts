import { procedure, router } from '../init.ts'

export const membersRouter = router({
  /** Who is signed in. */
  me: procedure.query(({ ctx }) => ({ member: ctx.member })),
})
