import { createHash } from 'node:crypto'
import { authorise, type Context } from '#server/context.ts'
import { DomainError } from '#server/errors.ts'
import type { Logger } from '#server/telemetry/logger.ts'
import { applyFeedback } from './apply.ts'
import { readBounceReport } from './bounce-report.ts'

/**
 * Takes a delivery status notification (RFC 3464) about a mail that went out by SMTP; the same one again changes
 * nothing. Throws `bad_input` for what is none, `unprocessable` when no mail of ours has that Message-ID.
 */
export async function receiveBounce(
  ctx: Context,
  log: Logger,
  input: { bytes: Uint8Array; contentType: string },
): Promise<void> {
  authorise(ctx.actor, 'ingest')
  const { deliveryId, action, kind, words, at } = await readBounceReport(input.bytes, input.contentType)
  const now = ctx.clock.now()
  if (!(await wentBySmtp(ctx, deliveryId))) {
    throw new DomainError('unprocessable', 'No mail that went out by SMTP has this Message-ID.', [
      { path: 'Message-ID', message: 'of the returned mail is not one of ours' },
    ])
  }
  if (!kind) return
  const { outcome, status } = await applyFeedback(
    ctx.db,
    {
      // A report has no id of its own; posted again it is the same event.
      id: createHash('sha256')
        .update(JSON.stringify([deliveryId, action, kind, words, at]))
        .digest('hex'),
      provider: 'smtp',
      type: `dsn.${action}`,
      kind,
      at: at && at < now ? at : now,
      deliveryId,
      messageId: null,
      words,
    },
    now,
  )
  log.info(
    { provider: 'smtp', type: `dsn.${action}`, outcome, delivery_id: deliveryId, status },
    'feedback.received',
  )
}

async function wentBySmtp({ db }: Context, id: string): Promise<boolean> {
  const found = await db.sql`
    select 1 from deliveries where id = ${id} and provider = 'smtp'`
  return found.length > 0
}
