import { countByStatus } from '#server/notifications/count-by-status.ts'
import { getDeliveryContent } from '#server/notifications/delivery-content.ts'
import { listEventTypes } from '#server/notifications/event-types.ts'
import { getNotification } from '#server/notifications/get.ts'
import { listNotifications } from '#server/notifications/list.ts'
import { countNewerNotifications } from '#server/notifications/newer-than.ts'
import type { ListInput, NewerInput, NotificationFilter } from '#server/notifications/schemas.ts'
import { procedure, router, takes } from '../init.ts'

export const notificationsRouter = router({
  list: procedure.input(takes<ListInput>()).query(({ ctx, input }) => listNotifications(ctx, input)),
  countByStatus: procedure
    .input(takes<NotificationFilter>())
    .query(({ ctx, input }) => countByStatus(ctx, input)),
  newerThan: procedure
    .input(takes<NewerInput>())
    .query(({ ctx, input }) => countNewerNotifications(ctx, input)),
  get: procedure.input(takes<{ id: string }>()).query(({ ctx, input }) => getNotification(ctx, input)),
  content: procedure
    .input(takes<{ deliveryId: string }>())
    .query(({ ctx, input }) => getDeliveryContent(ctx, input)),
  eventTypes: procedure.query(({ ctx }) => listEventTypes(ctx)),
  // What changes a notification (retry, replay, cancel, sendTest) stands below this line.
})
