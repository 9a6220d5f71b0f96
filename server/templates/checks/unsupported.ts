import { caniemail } from 'caniemail'

/** Those that most mail is read with (Litmus, “Email client market share”). */
const CLIENTS = [
  ...(['gmail.desktop-webmail', 'gmail.android', 'gmail.ios', 'apple-mail.macos', 'apple-mail.ios'] as const),
  ...(['outlook.windows', 'outlook.macos', 'outlook.outlook-com', 'yahoo.desktop-webmail'] as const),
  'samsung-email.android' as const,
]

/** A feature of HTML or CSS, and which of the mail programs do not have it. */
export interface Unsupported {
  title: string
  unsupported: string[]
}

/** What of a mail’s HTML some of the common mail programs do not support at all, by its name. Some 15 ms. */
export function unsupportedIn(html: string): Map<string, Unsupported> {
  const found = new Map<string, Unsupported>()
  for (const [client, issues] of caniemail({ clients: CLIENTS, html }).issues.errors) {
    for (const { title, support } of issues) {
      if (support !== 'none') continue
      const one = found.get(title) ?? { title, unsupported: [] }
      if (!one.unsupported.includes(client)) one.unsupported.push(client)
      found.set(title, one)
    }
  }
  return found
}
