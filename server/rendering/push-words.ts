/** What a push message says. Links and icons are absolute addresses. */
export interface PushWords {
  title: string
  body: string
  link: string | null
  icon: string | null
}

/** As much of a mail's text as stands for a preheader; a notification shows about so much. Characters. */
const BODY_LENGTH = 240
/** What an inbox reads first and nobody sees: as `preheaderElement` and the `Preview` of React Email write it. */
const PREHEADER = /<div[^>]*data-skip-in-text="?true"?[^>]*>([^<]*)/i
const LINK = /<a\b[^>]*>/gi
const HREF = /\shref="([^"]*)"/i
/** React Email's Button, and what looks like one. */
const BUTTON = /\sstyle="[^"]*display:\s*inline-block/i

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', zwnj: '' }

function decoded(html: string): string {
  return html.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (all, decimal, hex, name) => {
    if (name) return ENTITIES[name.toLowerCase()] ?? all
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : all
  })
}

/** On one line, without what only fills an inbox's preview. */
const oneLine = (text: string): string =>
  text
    .replace(/[\u034f\u200b-\u200f\u2060\ufeff\u00ad]+/g, '')
    .replace(/\s+/g, ' ')
    .trim()

function shortened(text: string, length: number): string {
  if (text.length <= length) return text
  const cut = text.slice(0, length - 1).toWellFormed()
  const end = cut.lastIndexOf(' ')
  return `${end > length / 2 ? cut.slice(0, end) : cut.replace(/\ufffd$/, '')}…`
}

/** The address if a browser may open it: http and https only. */
export function openable(text: string): string | null {
  const url = URL.parse(text.trim())
  return url && /^https?:$/.test(url.protocol) && url.href.length <= 2_000 ? url.href : null
}

/** The first button's address, else the first link's; those of the recipient's own page are none. */
function firstLink(html: string, appUrl: string): string | null {
  const own = `${appUrl.replace(/\/+$/, '')}/u/`
  let first: string | null = null
  for (const [tag] of html.matchAll(LINK)) {
    const link = openable(decoded(HREF.exec(tag)?.[1] ?? ''))
    if (!link || link.startsWith(own)) continue
    if (BUTTON.test(tag)) return link
    first ??= link
  }
  return first
}

/**
 * What a mail says as a push message: its subject, its preheader or else the beginning of its text, and where its first
 * button leads. `appUrl`: links to the recipient's page below it are passed over.
 */
export function pushFromMail(
  { subject, html, text }: { subject: string; html: string; text: string },
  appUrl: string,
): PushWords {
  const preheader = oneLine(decoded(PREHEADER.exec(html)?.[1] ?? ''))
  return {
    title: oneLine(subject),
    body: shortened(preheader || oneLine(text), BODY_LENGTH),
    link: firstLink(html, appUrl),
    icon: null,
  }
}
