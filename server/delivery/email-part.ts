import type { ChannelPart } from './channel-part.ts'
import { type ContentDeps, emailContent } from './content.ts'
import type { OutgoingEmail } from './providers/provider.ts'

/** How mail is delivered. */
export const emailPart = (deps: ContentDeps): ChannelPart<OutgoingEmail> => ({
  channel: 'email',
  content: (delivery) => emailContent(deps, delivery, delivery.category),
  message: (delivery, content) => ({
    deliveryId: delivery.id,
    from: content.from,
    to: delivery.address,
    replyTo: content.reply_to,
    subject: content.subject,
    html: content.html,
    text: content.text,
    headers: content.headers,
  }),
})
