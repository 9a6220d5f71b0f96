import { getEnv } from '#server/env.ts'
import { explain } from '#server/explain/explain.ts'
import { explainNotification } from '#server/explain/explain-notification.ts'
import { providerNames } from '#server/explain/providers.ts'
import type { ExplainInput, ExplainNotificationInput } from '#server/explain/schemas.ts'
import { planSettings } from '#server/planning/settings.ts'
import { logger } from '#server/telemetry/logger.ts'
import { procedure, router, takes } from '../init.ts'

const settings = () => planSettings(getEnv())

export const explainRouter = router({
  /** A mutation for its size, and so that nobody's address stands in a URL: nothing is stored. */
  run: procedure
    .input(takes<ExplainInput>())
    .mutation(({ ctx, input }) =>
      explain(ctx, { settings: settings(), providers: providerNames(getEnv()), log: logger() }, input),
    ),
  ofNotification: procedure
    .input(takes<ExplainNotificationInput>())
    .query(({ ctx, input }) => explainNotification(ctx, { settings: settings() }, input)),
})
