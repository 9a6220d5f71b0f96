import type { Task } from 'graphile-worker'
import { tasks } from '#server/queue/tasks.ts'
import type { Logger } from '#server/telemetry/logger.ts'
import { type BacktestDeps, failBacktest, runBacktest } from '#server/templates/backtest/run.ts'

/** `templates.backtest`. One that throws is tried again and goes on where it was; after its last try it has failed. */
export const backtestTask =
  (deps: BacktestDeps & { log: Logger }): Task =>
  async (payload, { job }) => {
    const { id } = tasks['templates.backtest'].parse(payload)
    const started = performance.now()
    try {
      const renderings = await runBacktest(deps, id)
      const duration_ms = Math.round(performance.now() - started)
      deps.log.info({ backtest_id: id, renderings, duration_ms }, 'template.backtested')
    } catch (err) {
      if (job.attempts < job.max_attempts) throw err
      deps.log.error({ err, backtest_id: id }, 'templates.backtest: given up')
      await failBacktest(deps, id)
    }
  }
