import { listProviders } from '#server/overview/providers.ts'
import type { OverviewInput } from '#server/overview/schemas.ts'
import { overviewSummary } from '#server/overview/summary.ts'
import { procedure, router, takes } from '../init.ts'

export const overviewRouter = router({
  summary: procedure.input(takes<OverviewInput>()).query(({ ctx, input }) => overviewSummary(ctx, input)),
  providers: procedure.query(({ ctx }) => listProviders(ctx)),
})
