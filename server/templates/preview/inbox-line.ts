/** So much of a mail's text an inbox may show where there is no preheader. */
const SHOWN = 150

/** What an inbox shows after the subject: what the mail hides for it, else how its text begins. */
export function inboxLine({ html, text }: { html: string; text: string }): string {
  const [, hidden] = /<div[^>]*data-skip-in-text="true"[^>]*>([^<]*)/.exec(html) ?? []
  return hidden === undefined ? text.replace(/\s+/g, ' ').trim().slice(0, SHOWN) : decoded(hidden).trim()
}

const entities: Record<string, string> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', zwnj: '' },
  ...{ '#x27': "'", '#39': "'" },
}
const decoded = (html: string) => html.replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole)
