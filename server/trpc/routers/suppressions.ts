import { listSuppressions } from '#server/suppressions/list.ts'
import type { SuppressInput, SuppressionsInput, UnsuppressInput } from '#server/suppressions/schemas.ts'
import { suppress } from '#server/suppressions/suppress.ts'
import { unsuppress } from '#server/suppressions/unsuppress.ts'
import { procedure, router, takes } from '../init.ts'

export const suppressionsRouter = router({
  list: procedure.input(takes<SuppressionsInput>()).query(({ ctx, input }) => listSuppressions(ctx, input)),
  add: procedure.input(takes<SuppressInput>()).mutation(({ ctx, input }) => suppress(ctx, input)),
  remove: procedure.input(takes<UnsuppressInput>()).mutation(({ ctx, input }) => unsuppress(ctx, input)),
})
