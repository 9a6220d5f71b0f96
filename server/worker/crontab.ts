import { type CronItem, parseCronItems } from 'graphile-worker'
import type { TaskName } from '#server/queue/tasks.ts'

const at = (task: TaskName, match: string, options: CronItem['options'] = {}): CronItem => ({
  task,
  match,
  options: { maxAttempts: 3, ...options },
})

/** What runs by the clock (UTC). Items, because a crontab's text takes no dots in names. */
export const cronItems = parseCronItems([
  at('maintenance.partitions', '17 3 * * *'),
  at('maintenance.idempotency_keys', '*/10 * * * *'),
  at('maintenance.source_traffic', '41 3 * * *'),
  at('templates.traffic', '3 * * * *'),
  at('maintenance.templates', '*/15 * * * *'),
  at('maintenance.users', '*/5 * * * *'),
  // One at a time: a second would walk the same rows.
  at('users.erase', '* * * * *', { queueName: 'users.erase' }),
  at('templates.erase_sensitive', '* * * * *', { queueName: 'templates.erase_sensitive' }),
])
