import type { OutgoingEmail, ProviderAnswer } from './provider.ts'

/** A mail's address, with the name that is shown for it (empty if there is none). */
export interface Mailbox {
  name: string
  address: string
}

/** Field names that a provider writes itself; whoever sets them by hand could add recipients or break the MIME. */
const reserved =
  /^(from|sender|to|cc|bcc|reply-to|subject|date|message-id|mime-version|return-path|received|dkim-signature|(content|resent)-.*)$/i
/** RFC 5322 §2.2: a field's name is printable ASCII without the colon. */
const fieldName = /^[!-9;-~]+$/

/** The value of a header: CR, LF and other control characters become a space, so that none starts a new header. */
export function headerValue(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}

/** The further headers that may be sent as they are; reserved and malformed names are left out. */
export function furtherHeaders(email: OutgoingEmail): Record<string, string> {
  return Object.fromEntries(
    Object.entries(email.headers)
      .filter(([name]) => fieldName.test(name) && !reserved.test(name))
      .map(([name, value]) => [name, headerValue(value)]),
  )
}

/** Reads `Name <address>` or an address; null if it is not exactly one address. */
export function mailbox(text: string): Mailbox | null {
  const [, name = '', angled, bare] = /^(?:([^<>]*)<([^<>]*)>|([^<>]*))$/s.exec(headerValue(text)) ?? []
  const address = (angled ?? bare ?? '').trim()
  if (!/^[^\s@<>,;:"()]+@[^\s@<>,;"()]+$/.test(address)) return null
  return { name: name.trim().replace(/^"(.*)"$/, '$1'), address }
}

/**
 * Why a mail can't go to anybody, as a provider's answer; null if its addresses are good. The recipient is an address
 * alone: a name before it would only hide what was checked.
 */
export function addressFailure(
  email: OutgoingEmail,
): Extract<ProviderAnswer, { outcome: 'permanent' }> | null {
  const wrong = (what: string) =>
    ({ outcome: 'permanent', code: 'invalid_address', message: `The ${what} is not one address` }) as const
  if (mailbox(email.to)?.address !== email.to) return wrong('recipient')
  if (!mailbox(email.from)) return wrong('sender')
  if (email.replyTo && !mailbox(email.replyTo)) return wrong('reply-to')
  return null
}
