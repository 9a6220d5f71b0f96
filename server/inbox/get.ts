import { eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { inboxMessages } from '#server/db/schema/inbox.ts'
import { DomainError } from '#server/errors.ts'
import { type DeliveryContent, getDeliveryContent } from '#server/notifications/delivery-content.ts'
import { parse } from '#server/parse.ts'
import { messageInput } from './schemas.ts'

export interface InboxMessage extends DeliveryContent {
  to: string
  receivedAt: Date
  readAt: Date | null
}

/** One captured mail. Reading it marks nothing: the page does. Throws `not_found`. */
export async function getInboxMessage(
  context: Context,
  input: { deliveryId: string },
): Promise<InboxMessage> {
  authorise(context.actor, 'read')
  const { deliveryId } = parse(messageInput, input)
  const [message] = await context.db.orm
    .select()
    .from(inboxMessages)
    .where(eq(inboxMessages.deliveryId, deliveryId))
  if (!message) throw new DomainError('not_found', 'There is no such mail in the inbox.')
  const content = await getDeliveryContent(context, { deliveryId }, { asReceived: true })
  return { ...content, to: message.to, receivedAt: message.receivedAt, readAt: message.readAt }
}
