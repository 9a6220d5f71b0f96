import { and, asc, eq } from 'drizzle-orm'
import { authorise, type Context, mayUse } from '#server/context.ts'
import { attempts, deliveries, deliveryContents } from '#server/db/schema/deliveries.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import { getEnv } from '#server/env.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { withoutRecipientLinks } from '#server/recipients/link.ts'
import { type PushWords, pushFromMail } from '#server/rendering/push-words.ts'
import { hiddenMail } from '#server/templates/sensitive/hidden-mail.ts'
import { deliveryId } from './schemas.ts'

export interface DeliveryContent {
  deliveryId: string
  notificationId: string
  subject: string
  html: string
  text: string
  /** Of a push message: what its notification shows; null: it is a mail. */
  push: PushWords | null
  /** As a mail's header; of a push message none: From, To, Reply-To, Subject, Date, Message-ID, then the rest. */
  headers: { name: string; value: string }[]
  /** Of what was sent. */
  contentHash: string
  /** Sensitive values are not shown: it is the mail with `•••` in their places. */
  hidden: boolean
}

/**
 * The mail of a delivery as it was sent, its sensitive values hidden unless `asReceived`: for the built-in inbox, which is
 * where the mail went; so are links to the recipient's own page from who may not change users. Throws `not_found`, also
 * before its first attempt.
 */
export async function getDeliveryContent(
  { db, actor }: Context,
  input: { deliveryId: string },
  { asReceived = false }: { asReceived?: boolean } = {},
): Promise<DeliveryContent> {
  authorise(actor, 'read')
  const { deliveryId: id } = parse(deliveryId, input)
  const [found] = await db.orm
    .select({
      content: deliveryContents,
      notificationId: deliveries.notificationId,
      delivery: deliveries,
      notification: notifications,
      address: deliveries.address,
      provider: deliveries.provider,
      startedAt: attempts.startedAt,
    })
    .from(deliveryContents)
    .innerJoin(deliveries, and(eq(deliveries.id, deliveryContents.deliveryId), eq(deliveries.id, id)))
    .innerJoin(notifications, eq(notifications.id, deliveries.notificationId))
    .leftJoin(attempts, eq(attempts.deliveryId, id))
    .where(eq(deliveryContents.deliveryId, id))
    .orderBy(asc(attempts.id))
    .limit(1)
  if (!found) throw new DomainError('not_found', 'There is no mail of this delivery.')
  const { content, notificationId, address, provider, startedAt, notification } = found
  const hides = notification.sensitive && !asReceived
  const shown = hides ? await hiddenMail(db, notification, found.delivery) : content
  const push =
    found.delivery.channel === 'push'
      ? hides
        ? pushFromMail(shown, getEnv().appUrl)
        : pushOf(content)
      : null
  // Whoever has the link may choose for the recipient, and subscribe as them.
  const linked = asReceived || mayUse(actor, 'users') ? (text: string) => text : withoutRecipientLinks
  const messageId = provider === 'resend' ? null : `<${id}@${domainOf(content.from)}>`
  return {
    deliveryId: id,
    notificationId,
    subject: shown.subject,
    html: linked(shown.html),
    text: linked(shown.text),
    hidden: hides || notification.sensitiveErased !== null,
    contentHash: content.contentHash,
    push,
    headers: push
      ? []
      : [
          { name: 'From', value: content.from },
          { name: 'To', value: address },
          ...(content.replyTo ? [{ name: 'Reply-To', value: content.replyTo }] : []),
          { name: 'Subject', value: shown.subject },
          ...(startedAt ? [{ name: 'Date', value: rfc5322(startedAt) }] : []),
          // As SMTP sends it; Resend makes its own.
          ...(messageId ? [{ name: 'Message-ID', value: messageId }] : []),
          ...Object.entries(content.headers).map(([name, value]) => ({ name, value: linked(value) })),
        ],
  }
}

/** As `pushContent` of `delivery/push-part.ts` keeps it. */
const pushOf = ({ subject, text, headers }: typeof deliveryContents.$inferSelect): PushWords => ({
  title: subject,
  body: text,
  link: headers.link ?? null,
  icon: headers.icon ?? null,
})

/** RFC 5322, 3.3: `Fri, 20 Nov 2026 14:02:11 +0000`. */
const rfc5322 = (at: Date) => at.toUTCString().replace('GMT', '+0000')

const domainOf = (from: string) => /@([^@\s>]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'
