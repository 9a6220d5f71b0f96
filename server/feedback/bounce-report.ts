import PostalMime, { type Attachment } from 'postal-mime'
import { badInput } from '#server/parse.ts'
import { type FeedbackKind, wordsOf } from './event.ts'

/** A delivery status notification (RFC 3464) about one of our mails. */
export interface BounceReport {
  /** From the Message-ID of the mail that it is about (`delivery/providers/smtp.ts`). */
  deliveryId: string
  /** `failed`, `delayed`, `delivered`, `relayed` or `expanded`. */
  action: string
  /** Null: it says nothing of how the mail ends. */
  kind: FeedbackKind | null
  /** The remote server's words. */
  words: string | null
  /** When the report was written; null if it does not say. */
  at: Date | null
}

const OURS = /<([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})@[^<>\s]+>/i
const MESSAGE_ID = /^message-id:\s*(<[^<>\s]+>)/im

/**
 * Reads a report: a whole mail (`message/rfc822`), or the body of one alone with its `Content-Type`
 * (`multipart/report; boundary=…`). Throws `bad_input` naming what it lacks.
 */
export async function readBounceReport(bytes: Uint8Array, contentType: string): Promise<BounceReport> {
  const head = /^multipart\//i.test(contentType) ? `Content-Type: ${contentType}\r\n\r\n` : ''
  const mail = await PostalMime.parse(Buffer.concat([Buffer.from(head), bytes]), {
    forceRfc822Attachments: true,
    attachmentEncoding: 'utf8',
    maxNestingDepth: 20,
  }).catch(() => {
    throw badInput([{ path: '', message: 'is no mail that can be read' }])
  })
  const part = mail.attachments.find(({ mimeType }) => mimeType === 'message/delivery-status')
  if (!part) throw badInput([{ path: '', message: 'has no part message/delivery-status (RFC 3464)' }])
  const recipients = groupsOf(textOf(part)).filter((group) => group.has('final-recipient'))
  const worst = recipients.find((group) => group.get('action')?.toLowerCase() === 'failed') ?? recipients[0]
  if (!worst) throw badInput([{ path: 'Final-Recipient', message: 'is required' }])
  const action = worst.get('action')?.toLowerCase() ?? ''
  const status = /^[245]\.\d{1,3}\.\d{1,3}/.exec(worst.get('status') ?? '')?.[0]
  const missing = [...(action ? [] : ['Action']), ...(status ? [] : ['Status'])]
  if (!status || missing.length > 0) {
    throw badInput(missing.map((path) => ({ path, message: 'is required' })))
  }
  const at = mail.date ? new Date(mail.date) : null
  return {
    deliveryId: deliveryOf(mail.attachments, [mail.inReplyTo, mail.references]),
    action,
    kind: kindOf(action, status),
    words: wordsOf((worst.get('diagnostic-code') ?? '').replace(/^[\w-]+;\s*/, '')) ?? status,
    at: at && !Number.isNaN(at.getTime()) ? at : null,
  }
}

const textOf = ({ content }: Attachment): string => (typeof content === 'string' ? content : '')

/** The blocks of a delivery-status part, each as its fields by lower-case name; folded lines are joined. */
function groupsOf(text: string): Map<string, string>[] {
  return text
    .replaceAll('\r\n', '\n')
    .replace(/\n[ \t]+(?=\S)/g, ' ')
    .split(/\n[ \t]*\n/)
    .map(
      (block) =>
        new Map(
          block.split('\n').flatMap((line): [string, string][] => {
            const [, name, value] = /^([\w-]+):[ \t]*(.*)$/.exec(line) ?? []
            return name ? [[name.toLowerCase(), (value ?? '').trim()]] : []
          }),
        ),
    )
}

/**
 * Failed for good, but not because of the address (RFC 3463): a full mailbox, a message too long, the receiving system,
 * the content, policy. If our own address were blocked, every good one would be suppressed.
 */
const NOT_THE_ADDRESS = /^5\.(2\.[23]|[367]\.\d)/

function kindOf(action: string, status: string): FeedbackKind | null {
  if (action === 'failed') {
    return status.startsWith('5.') && !NOT_THE_ADDRESS.test(status) ? 'hard_bounce' : 'soft_bounce'
  }
  return action === 'delayed' || action === 'delivered' ? action : null
}

/** The returned mail's Message-ID, or what the report says to be in reply to. */
function deliveryOf(parts: readonly Attachment[], referred: readonly (string | undefined)[]): string {
  const returned = parts
    .filter(({ mimeType }) =>
      ['message/rfc822', 'text/rfc822-headers', 'message/rfc822-headers'].includes(mimeType),
    )
    .map((part) => MESSAGE_ID.exec(textOf(part).replace(/\r?\n[ \t]+/g, ' '))?.[1])
  for (const text of [...returned, ...referred]) {
    const id = OURS.exec(text ?? '')?.[1]
    if (id) return id.toLowerCase()
  }
  throw badInput([{ path: 'Message-ID', message: 'of the returned mail is not one of ours' }])
}
