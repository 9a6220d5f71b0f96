/** `Shop` of `Shop <shop@example.com>`; the address where there is no name. */
export function senderName(from: string): string {
  const [, quoted, plain] = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^<"]*?))\s*<[^>]*>\s*$/.exec(from) ?? []
  const name = (quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '').trim()
  return name || /<([^>]+)>/.exec(from)?.[1] || from.trim()
}

export interface MailParts {
  headers: readonly { name: string; value: string }[]
  html: string
  text: string
}

/** The header as a mail has it, a line each. */
export const headerLines = (headers: MailParts['headers']): string =>
  headers.map(({ name, value }) => `${name}: ${value}`).join('\r\n')

/** The bytes of header, text and HTML, before any transfer encoding. */
export function mailBytes({ headers, html, text }: MailParts): number {
  return new TextEncoder().encode(`${headerLines(headers)}\r\n\r\n${text}${html}`).length
}

/** `812 B`, `8.5 kB`, `1.2 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
