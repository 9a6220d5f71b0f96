import type { Channel } from '#server/db/schema/deliveries.ts'
import type { Content, LeasedDelivery } from './lease.ts'

/** What is a channel's own of delivering: what is sent on it, and how its providers take it. */
export interface ChannelPart<Message> {
  readonly channel: Channel
  /**
   * Renders what is sent, once: it is kept with the first attempt, and sent again by every later one. `version`: that of
   * the template as it was rendered. Throws DomainError when the template or the data do not allow it.
   */
  content(delivery: LeasedDelivery): Promise<{ content: Content; version: number }>
  message(delivery: LeasedDelivery, content: Content): Message
}
