import { getEnv } from '#server/env.ts'
import { getIngest } from '#server/ingest/accept.ts'
import { sendTestEvent, type TestEventInput, testEvents } from '#server/ingest/test-event.ts'
import { cancelNotification } from '#server/notifications/cancel.ts'
import { countByStatus } from '#server/notifications/count-by-status.ts'
import { getDeliveryContent } from '#server/notifications/delivery-content.ts'
import { listEventTypes } from '#server/notifications/event-types.ts'
import { getNotification } from '#server/notifications/get.ts'
import { listNotifications } from '#server/notifications/list.ts'
import { countNewerNotifications } from '#server/notifications/newer-than.ts'
import { previewReplay, type ReplayDeps, replayNotification } from '#server/notifications/replay.ts'
import { retryNotification } from '#server/notifications/retry.ts'
import type { ListInput, NewerInput, NotificationFilter, ReplayInput } from '#server/notifications/schemas.ts'
import { planSettings } from '#server/planning/settings.ts'
import { logger } from '#server/telemetry/logger.ts'
import { procedure, router, takes } from '../init.ts'

const replayDeps = (): ReplayDeps => ({ settings: planSettings(getEnv()), log: logger() })
const testEventSettings = () => ({ alertEmail: getEnv().mail.alertEmail })

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
  retry: procedure.input(takes<{ id: string }>()).mutation(({ ctx, input }) => retryNotification(ctx, input)),
  cancel: procedure
    .input(takes<{ id: string }>())
    .mutation(({ ctx, input }) => cancelNotification(ctx, input)),
  previewReplay: procedure
    .input(takes<ReplayInput>())
    .query(({ ctx, input }) => previewReplay(ctx, replayDeps(), input)),
  replay: procedure
    .input(takes<ReplayInput>())
    .mutation(({ ctx, input }) => replayNotification(ctx, replayDeps(), input)),
  testEvents: procedure.query(({ ctx }) => testEvents(ctx)),
  sendTest: procedure
    .input(takes<TestEventInput>())
    .mutation(({ ctx, input }) => sendTestEvent(ctx, getIngest(), testEventSettings(), input)),
})
