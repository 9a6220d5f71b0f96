import type { EventEmitter } from 'node:events'
import { type ParsedCronItem, type Runner, run, type TaskList } from 'graphile-worker'
import type { TaskName } from '#server/queue/tasks.ts'
import type { Logger } from '#server/telemetry/logger.ts'
import { queueLogger } from './queue-logger.ts'

/** Retries come to the second. */
const POLL_MS = 1_000

interface QueueOptions {
  connectionString: string
  /** Jobs at the same time. */
  concurrentJobs: number
  tasks: Partial<Record<TaskName, TaskList[string]>>
  cronItems: ParsedCronItem[]
  events: EventEmitter
  log: Logger
}

/**
 * Begins to take jobs of these tasks. Kinds of work that must not wait for each other get a queue each: e-mails that
 * wait for a slow server would else hold every slot, and new events would stay PENDING.
 */
export function startQueue({ tasks, cronItems, events, log, ...options }: QueueOptions): Promise<Runner> {
  const { connectionString, concurrentJobs } = options
  return run({
    preset: {
      worker: { connectionString, concurrentJobs, maxPoolSize: concurrentJobs + 2, pollInterval: POLL_MS },
    },
    noHandleSignals: true,
    logger: queueLogger(log),
    events,
    parsedCronItems: cronItems,
    taskList: tasks as TaskList,
  })
}
