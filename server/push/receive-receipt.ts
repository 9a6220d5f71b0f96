import type { Context } from '#server/context.ts'
import { DomainError } from '#server/errors.ts'
import { applyFeedback } from '#server/feedback/apply.ts'
import { parse } from '#server/parse.ts'
import type { Logger } from '#server/telemetry/logger.ts'
import { deliveryOfReceipt } from './receipt.ts'
import { type ReceiptInput, receiptInput } from './schemas.ts'

/**
 * Takes a service worker's word that it has shown a message, or that it was clicked on, by the rules of every provider's
 * feedback; again is the same. Whoever has the receipt may tell. Throws `bad_input`, or `not_found` for a receipt that
 * is not ours.
 */
export async function receiveReceipt(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  log: Logger,
  appSecret: string,
  raw: ReceiptInput,
): Promise<void> {
  const { receipt, event } = parse(receiptInput, raw)
  const deliveryId = deliveryOfReceipt(receipt, appSecret)
  if (deliveryId === null) throw new DomainError('not_found', 'This receipt is not ours.')
  // What was clicked on was shown, also where the word of it was lost.
  for (const kind of event === 'clicked' ? (['delivered', 'clicked'] as const) : (['delivered'] as const)) {
    const now = clock.now()
    const { outcome, status } = await applyFeedback(
      db,
      {
        // Once for each delivery, however often the worker tells.
        id: `${deliveryId}/${kind}`,
        provider: 'webpush',
        type: `push.${kind === 'clicked' ? 'clicked' : 'shown'}`,
        kind,
        at: now,
        deliveryId,
        messageId: null,
        words: null,
      },
      now,
    )
    log.info({ provider: 'webpush', kind, outcome, delivery_id: deliveryId, status }, 'feedback.received')
  }
}
