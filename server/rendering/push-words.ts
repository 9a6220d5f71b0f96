/** What a push message says. Links and icons are absolute addresses. */
export interface PushWords {
  title: string
  body: string
  link: string | null
  icon: string | null
}

/** As much of a mail's text as stands for a preheader; a notification shows about so much. Characters. */
const BODY_LENGTH = 240
const TAG = /<(?:a|div)(?=[\s>])/gi
/** Longer ones are none of a mail's. */
const TAG_LENGTH = 10_000
const HREF = /\shref="([^"]*)"/i
/** React Email's Button, and what looks like one. */
const BUTTON = /\sstyle="[^"]*display:\s*inline-block/i
const ADDRESS = /https?:\/\/[^\s<>"'()[\]]{1,2000}/g

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', zwnj: '' }

function decoded(html: string): string {
  return html.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, (all, decimal, hex, name) => {
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

interface Found {
  tag: string
  /** Where it ends in the HTML. */
  end: number
}

/** The tags of links and divisions. Each character is looked at once: a mail may be long, and not well-formed. */
function* tagsOf(html: string): Generator<Found> {
  const start = new RegExp(TAG)
  for (let found = start.exec(html); found; found = start.exec(html)) {
    const end = html.indexOf('>', found.index) + 1
    if (end === 0) return
    start.lastIndex = end
    if (end - found.index <= TAG_LENGTH) yield { tag: html.slice(found.index, end), end }
  }
}

/** What an inbox reads first and nobody sees: as `preheaderElement` and the `Preview` of React Email write it. */
export function preheaderOf(html: string): string {
  for (const { tag, end } of tagsOf(html)) {
    if (!/^<div/i.test(tag) || !tag.includes('data-skip-in-text')) continue
    const next = html.indexOf('<', end)
    return oneLine(decoded(html.slice(end, next < 0 ? html.length : next)))
  }
  return ''
}

/** The first button's address, else the first link's, else one in the text; ours (the footer's, the recipient's page) are none. */
function firstLink({ html, text }: { html: string; text: string }, appUrl: string): string | null {
  const home = `${appUrl.replace(/\/+$/, '')}/`
  const isOurs = (link: string) => link === home || link.startsWith(`${home}u/`)
  let first: string | null = null
  for (const { tag } of tagsOf(html)) {
    if (!/^<a/i.test(tag)) continue
    const link = openable(decoded(HREF.exec(tag)?.[1] ?? ''))
    if (!link || isOurs(link)) continue
    if (BUTTON.test(tag)) return link
    first ??= link
  }
  if (first) return first
  for (const [address] of text.matchAll(ADDRESS)) {
    const link = openable(address.replace(/[.,;:!?]{1,5}$/, ''))
    if (link && !isOurs(link)) return link
  }
  return null
}

/**
 * What a mail says as a push message: its subject, its preheader or else the beginning of its text, and where its first
 * button or link leads. `appUrl`: links to it and to the recipient's page below it are passed over.
 */
export function pushFromMail(
  { subject, html, text }: { subject: string; html: string; text: string },
  appUrl: string,
): PushWords {
  return {
    title: oneLine(subject),
    body: shortened(preheaderOf(html) || oneLine(text), BODY_LENGTH),
    link: firstLink({ html, text }, appUrl),
    icon: null,
  }
}
