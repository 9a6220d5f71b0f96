import { createSerializer } from 'nuqs/server'
import type { NotificationStatus } from '#server/db/schema/notifications.ts'
import { type ListState, listParsers } from './filters.ts'

const address = createSerializer(listParsers)

/**
 * The list of those notifications: with these statuses (none: all) and of this type (none: any), accepted from one moment
 * on and before another, or in a preset's time.
 */
export function notificationsHref(filter: {
  statuses?: readonly NotificationStatus[]
  type?: string
  time?: ListState['time']
  from?: Date
  to?: Date
}): string {
  return address('/admin/notifications', {
    status: filter.statuses ? [...filter.statuses] : null,
    type: filter.type === undefined ? null : [filter.type],
    time: filter.time ?? null,
    from: filter.from ?? null,
    to: filter.to ?? null,
  })
}
