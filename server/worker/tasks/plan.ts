import type { Task } from 'graphile-worker'
import type { PlanDeps } from '#server/notifications/decide.ts'
import { planNotifications } from '#server/notifications/plan.ts'
import { tasks } from '#server/queue/tasks.ts'

/** `notifications.plan`. */
export const planTask =
  (deps: PlanDeps): Task =>
  async (payload) => {
    const { ids } = tasks['notifications.plan'].parse(payload)
    const started = performance.now()
    const planned = await planNotifications(deps, ids)
    const duration_ms = Math.round(performance.now() - started)
    deps.log.info({ asked: ids.length, planned, duration_ms }, 'notifications.planned')
  }
