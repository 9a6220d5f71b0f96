import { preheaderOf } from '#server/rendering/push-words.ts'

/** So much of a mail's text an inbox may show where there is no preheader. */
const SHOWN = 150

/** What an inbox shows after the subject: what the mail hides for it, else how its text begins. */
export const inboxLine = ({ html, text }: { html: string; text: string }): string =>
  preheaderOf(html) || text.replace(/\s+/g, ' ').trim().slice(0, SHOWN)
