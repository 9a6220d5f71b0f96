/**
 * What ours is compared with: graphile-worker running jobs that do nothing, with its default preset or with the best
 * one measured. Asked once with how many jobs there are, it runs them and tells when the first began and all had run.
 */
import { type RunnerOptions, run } from 'graphile-worker'
import { getEnv } from '#server/env.ts'

export interface NoopDone {
  /** ms since 1970. */
  firstAt: number
}

const env = getEnv()
const best: NonNullable<RunnerOptions['preset']>['worker'] = {
  localQueue: { size: 500 },
  completeJobBatchDelay: 0,
  failJobBatchDelay: 0,
}

process.once('message', ({ jobs }: { jobs: number }) => {
  let ran = 0
  let firstAt = 0
  const noop = () => {
    firstAt ||= Date.now()
    ran += 1
    if (ran === jobs) process.send?.({ firstAt } satisfies NoopDone)
  }
  void run({
    preset: {
      worker: {
        connectionString: env.database.url ?? '',
        concurrentJobs: env.worker.concurrency,
        maxPoolSize: env.worker.concurrency + 2,
        ...(process.argv[2] === 'best' ? best : {}),
      },
    },
    noHandleSignals: true,
    parsedCronItems: [],
    taskList: { 'bench.noop': noop },
  })
})
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
process.send?.({ type: 'ready' })
