import { procedure, publicSettings, router } from '../init.ts'

export const membersRouter = router({
  /** Who is signed in, and what pages show of the installation. */
  me: procedure.query(({ ctx }) => ({ member: ctx.member, settings: publicSettings() })),
})
