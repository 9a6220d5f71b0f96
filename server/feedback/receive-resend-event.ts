import { authorise, type Context } from '#server/context.ts'
import type { Logger } from '#server/telemetry/logger.ts'
import { applyFeedback } from './apply.ts'
import { fromResend, type ResendEvent } from './resend-event.ts'

/** Takes what Resend tells of a mail. What is about no mail is passed over. `id`: `svix-id`. */
export async function receiveResendEvent(
  ctx: Context,
  log: Logger,
  { id, event }: { id: string; event: ResendEvent },
): Promise<void> {
  authorise(ctx.actor, 'ingest')
  const feedback = fromResend(id, event)
  if (!feedback) return
  const { outcome, deliveryId, status } = await applyFeedback(ctx.db, feedback, ctx.clock.now())
  log.info(
    { provider: 'resend', type: event.type, outcome, delivery_id: deliveryId, status },
    'feedback.received',
  )
}
