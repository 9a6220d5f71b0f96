import type { DeliveryStatus } from '#server/db/schema/deliveries.ts'
import type { NotificationStatus } from '#server/db/schema/notifications.ts'

const IN_FLIGHT_MS = 1_000
const SOON_MS = 10_000
const WAITING_MS = 5_000
const SETTLED_MS = 20_000

interface Waiting {
  status: NotificationStatus
  deliveries: readonly { status: DeliveryStatus; dueAt: Date }[]
}

/** How soon to look again: at once while something is on its way, seldom when all is settled. In ms. */
export function pollAfter({ status, deliveries }: Waiting, now: number): number {
  if (status === 'PENDING' || deliveries.some((delivery) => delivery.status === 'SENDING'))
    return IN_FLIGHT_MS
  const due = deliveries
    .filter((delivery) => delivery.status === 'QUEUED' || delivery.status === 'HELD')
    .map(({ dueAt }) => dueAt.getTime())
  if (due.length === 0) return status === 'QUEUED' ? IN_FLIGHT_MS : SETTLED_MS
  return Math.min(...due) - now < SOON_MS ? IN_FLIGHT_MS : WAITING_MS
}
