import type { Attempt, Delivery } from './timeline-entry.ts'

export const providerNames: Record<string, string> = {
  resend: 'Resend',
  smtp: 'SMTP',
  inbox: 'the built-in inbox',
  webpush: 'Web Push',
}

export const channelNames: Record<string, string> = { email: 'E-mail', push: 'Push' }

/** One of a channel, and several. */
export const countable: Record<string, readonly [string, string]> = {
  email: ['e-mail', 'e-mails'],
  push: ['push message', 'push messages'],
}

/** An e-mail address as it is; of a push endpoint its host, for the rest of it tells people nothing. */
export function shownAddress(address: string): string {
  return /^https?:\/\//.test(address) ? (URL.parse(address)?.host ?? address) : address
}

/** `E-mail to ada@example.com`, `Push to fcm.googleapis.com`; the channel alone where there is no address. */
export function toWhom({ channel, address }: Pick<Delivery, 'channel' | 'address'>): string {
  const name = channelNames[channel] ?? channel
  return address ? `${name} to ${shownAddress(address)}` : name
}

/** `order-created v2 · en`; below 0 is what a test of a draft sent. */
export function templateWords({ templateKey, templateVersion: number, locale }: Delivery): string {
  const version = number < 0 ? ' (test)' : number ? ` v${number}` : ''
  return `${templateKey}${version} · ${locale}`
}

export const outcomes: Record<
  Attempt['outcome'],
  { tone: 'blue' | 'green' | 'amber' | 'red'; word: string }
> = {
  sending: { tone: 'blue', word: 'sending' },
  sent: { tone: 'green', word: 'accepted' },
  transient: { tone: 'amber', word: 'failed for now' },
  permanent: { tone: 'red', word: 'refused for good' },
  throttled: { tone: 'amber', word: 'told to wait' },
  provider_down: { tone: 'amber', word: 'provider away' },
  unknown: { tone: 'amber', word: 'outcome unknown' },
}
