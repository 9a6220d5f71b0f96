/** What React Email's `Preview` writes first, hidden. */
const PREVIEW = /(data-skip-in-text="true"[^>]*>)([^<]*)</

/** What a list of mails shows after the subject, as plain text. */
export const preheaderOf = (html: string): string => unescaped(PREVIEW.exec(html)?.[2] ?? '').trim()

/** The same mail, nothing hidden in it. */
export const withoutPreheader = (html: string): string => html.replace(PREVIEW, '$1<')

const textsOf = (html: string): Set<string> =>
  new Set([...html.matchAll(/>([^<>]+)</g)].map(([, text = '']) => text))

/** The mail without the texts that the one with longer lists has not: they told of one item. */
export function withoutCounts(html: string, longer: string): { html: string; counts: string[] } {
  const there = textsOf(longer)
  const counts = [...textsOf(html)].filter((text) => !there.has(text))
  return {
    html: html.replace(/>([^<>]+)</g, (whole, text: string) => (counts.includes(text) ? '><' : whole)),
    counts: counts.map(unescaped),
  }
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" }

/** Text of React's HTML (its five entities) as it reads. */
export const unescaped = (html: string): string =>
  html.replace(/&(amp|lt|gt|quot|#x27);/g, (whole, name: string) => ENTITIES[name] ?? whole)
