import { getEnv } from '#server/env.ts'
import { cancelBacktest } from '#server/templates/backtest/cancel.ts'
import { compareInBacktest } from '#server/templates/backtest/compare.ts'
import { backtestResults, newestBacktest } from '#server/templates/backtest/read.ts'
import type {
  BacktestCompareInput,
  BacktestIdInput,
  BacktestResultsInput,
} from '#server/templates/backtest/schemas.ts'
import { startBacktest } from '#server/templates/backtest/start.ts'
import { checkTemplate } from '#server/templates/checks/check-template.ts'
import type { TemplateKeyInput } from '#server/templates/checks/schemas.ts'
import { testRecipients } from '#server/templates/test-send/recipients.ts'
import type { SendTestInput } from '#server/templates/test-send/schemas.ts'
import { sendTemplateTest } from '#server/templates/test-send/send.ts'
import { procedure, router, takes } from '../init.ts'

const deps = () => {
  const { appUrl, defaultTimezone } = getEnv()
  return { app: { name: 'Posthorn', url: appUrl }, defaultTimezone }
}

export const templateChecksRouter = router({
  /** A mutation for its cost: nothing is stored. */
  run: procedure
    .input(takes<TemplateKeyInput>())
    .mutation(({ ctx, input }) => checkTemplate(ctx, deps(), input)),
  startBacktest: procedure
    .input(takes<TemplateKeyInput>())
    .mutation(({ ctx, input }) => startBacktest(ctx, input)),
  backtest: procedure.input(takes<TemplateKeyInput>()).query(({ ctx, input }) => newestBacktest(ctx, input)),
  cancelBacktest: procedure
    .input(takes<BacktestIdInput>())
    .mutation(({ ctx, input }) => cancelBacktest(ctx, input)),
  backtestResults: procedure
    .input(takes<BacktestResultsInput>())
    .query(({ ctx, input }) => backtestResults(ctx, input)),
  backtestCompare: procedure
    .input(takes<BacktestCompareInput>())
    .query(({ ctx, input }) => compareInBacktest(ctx, deps(), input)),
  testRecipients: procedure.query(({ ctx }) => testRecipients(ctx)),
  sendTest: procedure
    .input(takes<SendTestInput>())
    .mutation(({ ctx, input }) => sendTemplateTest(ctx, deps(), input)),
})
