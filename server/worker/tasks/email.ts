import type { Task } from 'graphile-worker'
import type { Delivery } from '#server/delivery/deliver.ts'
import type { OutgoingEmail } from '#server/delivery/providers/provider.ts'
import { tasks } from '#server/queue/tasks.ts'

/** `notifications.email`. */
export const emailTask =
  (delivery: Delivery<OutgoingEmail>): Task =>
  async (payload) => {
    await delivery.deliver(tasks['notifications.email'].parse(payload).ids)
  }
