import { z } from 'zod'

export const inboxFilter = z.object({
  /** Part of the address or of the subject. */
  q: z
    .string()
    .max(200)
    .regex(/^\P{Cc}*$/u, 'must not contain control characters')
    .trim()
    .nullish(),
  unread: z.boolean().default(false),
})

export const inboxListInput = z.object({
  ...inboxFilter.shape,
  cursor: z.uuid().nullish(),
  direction: z.enum(['next', 'previous']).default('next'),
  limit: z.int().min(1).max(200).default(50),
})
export type InboxListInput = z.input<typeof inboxListInput>

export const messageInput = z.object({ deliveryId: z.uuid() })

/** Some messages, or all up to one: what arrived after the reader's last look stays as it is. */
export const messagesInput = z.union([
  z.object({ deliveryIds: z.array(z.uuid()).min(1).max(200) }),
  z.object({ upTo: z.uuid() }),
])
export type MessagesInput = z.input<typeof messagesInput>

export const markReadInput = z.intersection(messagesInput, z.object({ read: z.boolean().default(true) }))
export type MarkReadInput = z.input<typeof markReadInput>
