import { createHash } from 'node:crypto'
import { eventData } from '#server/ingest/event-data.ts'
import type { RenderedEmail, RenderInput } from '#server/rendering/render-email.ts'
import type { Content, LeasedDelivery } from './store.ts'

/** What a delivery's template is rendered with. `defaultTimezone`: of users who have none. */
export function renderInput(delivery: LeasedDelivery, defaultTimezone: string): RenderInput {
  return {
    templateKey: delivery.template_key,
    templateVersion: delivery.template_version,
    data: eventData(delivery.source, delivery.payload),
    recipient: {
      name: delivery.user_name,
      email: delivery.address,
      locale: delivery.locale,
      // Of somebody who is no user, nothing is known: times are shown with the offset they were sent with.
      timezone: delivery.user_id === null ? null : (delivery.user_timezone ?? defaultTimezone),
    },
  }
}

/** What is sent, now and at every later attempt. `from`: null where nothing is configured. */
export function toContent(delivery: LeasedDelivery, rendered: RenderedEmail, from: string | null): Content {
  const hash = createHash('sha256')
  for (const part of [rendered.subject, rendered.html, rendered.text]) hash.update(part).update('\0')
  return {
    from: delivery.sender ?? from ?? 'Posthorn <posthorn@localhost>',
    reply_to: delivery.reply_to,
    subject: rendered.subject,
    html: rendered.html,
    text: rendered.text,
    headers: { 'X-Posthorn-Trace-Id': delivery.trace_id },
    content_hash: hash.digest('hex'),
  }
}
