import { z } from 'zod'

/** What a service worker tells (docs/push.md). */
export const receiptInput = z.object({
  receipt: z.string().max(200, 'must have at most 200 characters'),
  event: z.enum(['shown', 'clicked'], 'must be “shown” or “clicked”'),
})
export type ReceiptInput = z.input<typeof receiptInput>
