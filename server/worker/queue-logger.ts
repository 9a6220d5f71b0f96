import { Logger as QueueLogger } from 'graphile-worker'
import type { Logger } from '#server/telemetry/logger.ts'

/** graphile-worker's words in our log. One line per job would drown ours, which say more: those are `debug`. */
export function queueLogger(log: Logger): QueueLogger {
  return new QueueLogger((scope) => (level, message) => {
    const job = scope.taskIdentifier !== undefined || message.startsWith('Completed task')
    const line = { queue: scope.label, task: scope.taskIdentifier, job_id: scope.jobId }
    if (level === 'error') log.error(line, message)
    else if (level === 'warning') log.warn(line, message)
    else if (level === 'info' && !job) log.info(line, message)
    else log.debug(line, message)
  })
}
