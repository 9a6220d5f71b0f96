import type { Task } from 'graphile-worker'
import type { Delivery } from '#server/delivery/deliver.ts'
import type { OutgoingPush } from '#server/delivery/providers/provider.ts'
import { tasks } from '#server/queue/tasks.ts'

/** `notifications.push`. */
export const pushTask =
  (delivery: Delivery<OutgoingPush>): Task =>
  async (payload) => {
    await delivery.deliver(tasks['notifications.push'].parse(payload).ids)
  }
