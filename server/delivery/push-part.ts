import { createHash } from 'node:crypto'
import { systemClock } from '#server/clock.ts'
import type { PushOptions } from '#server/db/schema/workflows.ts'
import { payloadOf } from '#server/push/payload.ts'
import { receiptOf } from '#server/push/receipt.ts'
import type { RenderEmail, RenderedPush } from '#server/rendering/render-email.ts'
import type { ChannelPart } from './channel-part.ts'
import { renderInput } from './content.ts'
import type { Content, LeasedDelivery } from './lease.ts'
import type { OutgoingPush } from './providers/provider.ts'

export interface PushDeps {
  render: (
    input: Parameters<RenderEmail>[0],
  ) => Promise<RenderedPush & Pick<Awaited<ReturnType<RenderEmail>>, 'version'>>
  /** IANA; of users who have none. */
  defaultTimezone: string
  appSecret: string
}

/** As RFC 8030 has it, where a workflow says nothing: kept for a day, and replacing nothing. */
const DEFAULTS: PushOptions = { ttlS: 86_400, urgency: 'normal', topic: null }

/** What is push's own of delivering. */
export const pushPart = ({ render, defaultTimezone, appSecret }: PushDeps): ChannelPart<OutgoingPush> => ({
  channel: 'push',
  async content(delivery) {
    const input = renderInput(delivery, defaultTimezone)
    const recipient = { ...input.recipient, email: delivery.user_email ?? '' }
    const { push, version } = await render({ ...input, recipient })
    return { content: pushContent(push), version }
  },
  message: (delivery, content) => outgoingPush(delivery, content, appSecret, systemClock.now()),
})

/** What a push message says, as it is kept: the subject is its title, the text its body. */
export function pushContent({ title, body, link, icon }: RenderedPush['push']): Content {
  const hash = createHash('sha256')
  for (const part of [title, body, link ?? '', icon ?? '']) hash.update(part).update('\0')
  const headers = { ...(link && { link }), ...(icon && { icon }) }
  return {
    ...{ from: '', reply_to: null, subject: title, html: '', text: body, headers },
    content_hash: hash.digest('hex'),
  }
}

/** The message for the browser that subscribed. It is not kept for longer than its delivery is wanted. */
export function outgoingPush(
  { id, address, subscription, push, expires_at }: LeasedDelivery,
  { subject, text, headers }: Content,
  appSecret: string,
  now: Date,
): OutgoingPush {
  const { ttlS, urgency, topic } = push ?? DEFAULTS
  const left = expires_at === null ? ttlS : Math.ceil((Date.parse(expires_at) - now.getTime()) / 1000)
  return {
    deliveryId: id,
    endpoint: address,
    p256dh: subscription?.p256dh ?? '',
    auth: subscription?.auth ?? '',
    payload: payloadOf({
      ...{ title: subject, body: text, link: headers.link ?? null, icon: headers.icon ?? null },
      tag: topic ?? id,
      receipt: receiptOf(id, appSecret),
    }),
    ttlS: Math.max(0, Math.min(ttlS, left)),
    ...{ urgency, topic },
  }
}
