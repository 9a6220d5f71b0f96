import { createHash } from 'node:crypto'
import { eventData } from '#server/ingest/event-data.ts'
import type { PlanCategory } from '#server/planning/types.ts'
import { oneClickLink, type RecipientLink } from '#server/recipients/link.ts'
import type { RenderEmail, RenderedEmail, RenderInput } from '#server/rendering/render-email.ts'
import type { Content, LeasedDelivery } from './store.ts'
import { withUnsubscribeLink } from './unsubscribe-footer.ts'

export interface ContentDeps {
  render: RenderEmail
  link: RecipientLink
  /** Null where nothing is configured. */
  from: string | null
  /** IANA; of users who have none. */
  defaultTimezone: string
}

/**
 * Renders a delivery's mail as it is sent, now and at every later attempt: one of a category that can be unsubscribed
 * from carries the link, to be seen and for mail clients (RFC 8058). Throws what rendering throws.
 */
export async function emailContent(
  { render, link, from, defaultTimezone }: ContentDeps,
  delivery: LeasedDelivery,
  category: Pick<PlanCategory, 'key' | 'required' | 'unsubscribable'>,
): Promise<{ content: Content; version: number }> {
  const offers = category.unsubscribable && !category.required
  const page = offers ? link(delivery.address, category.key) : null
  const rendered = await render({ ...renderInput(delivery, defaultTimezone), unsubscribeUrl: page })
  return { content: toContent(delivery, rendered, { from, page }), version: rendered.version }
}

/** What a delivery's template is rendered with. `defaultTimezone`: of users who have none. */
export function renderInput(delivery: LeasedDelivery, defaultTimezone: string): RenderInput {
  return {
    templateKey: delivery.template_key,
    templateVersion: delivery.template_version,
    data: delivery.items
      ? { count: delivery.items.length, items: delivery.items }
      : eventData(delivery.source, delivery.payload),
    recipient: {
      name: delivery.user_name,
      email: delivery.address,
      locale: delivery.locale,
      // Of somebody who is no user, nothing is known: times are shown with the offset they were sent with.
      timezone: delivery.user_id === null ? null : (delivery.user_timezone ?? defaultTimezone),
    },
  }
}

/** `page`: the recipient's own, for mail that must name it. */
export function toContent(
  delivery: LeasedDelivery,
  rendered: RenderedEmail,
  { from, page }: { from: string | null; page: string | null },
): Content {
  const { html, text } =
    page === null ? rendered : withUnsubscribeLink(rendered, page, rendered.locale ?? delivery.locale)
  const hash = createHash('sha256')
  for (const part of [rendered.subject, html, text]) hash.update(part).update('\0')
  return {
    from: delivery.sender ?? from ?? 'Posthorn <posthorn@localhost>',
    reply_to: delivery.reply_to,
    subject: rendered.subject,
    html,
    text,
    headers: {
      'X-Posthorn-Trace-Id': delivery.trace_id,
      ...(page !== null && {
        'List-Unsubscribe': `<${oneClickLink(page)}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
    content_hash: hash.digest('hex'),
  }
}
