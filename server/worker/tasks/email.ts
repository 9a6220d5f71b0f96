import type { Task } from 'graphile-worker'
import type { EmailDelivery } from '#server/delivery/deliver.ts'
import { tasks } from '#server/queue/tasks.ts'

/** `notifications.email`. */
export const emailTask =
  (delivery: EmailDelivery): Task =>
  async (payload) => {
    await delivery.deliver(tasks['notifications.email'].parse(payload).ids)
  }
