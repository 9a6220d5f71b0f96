/** No mail is given less: its head, foot and padding are not in its text. CSS px. */
const LEAST = 1_200

/** A line of text with its share of the space between blocks; and one sign of it at a mail's usual size. CSS px. */
const LINE = 32
const SIGN = 9

/** What an image takes that does not say its height. CSS px. */
const IMAGE = 400

/** Space that a mail keeps left and right of its text. CSS px. */
const PADDING = 64

/**
 * A height in which a mail surely has room. The frame lets nobody measure what is in it, and one that scrolls inside
 * goes back to its top whenever it is loaded anew.
 * @param html the mail, for its images
 * @param text the same mail as plain text, for its length
 * @param width of the frame, CSS px
 * @returns CSS px
 */
export function generousHeight(html: string, text: string, width: number): number {
  const signs = Math.max(1, Math.floor((Math.min(width, 640) - PADDING) / SIGN))
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / signs)), 0)
  const images = (html.match(/<img\b[^>]*>/gi) ?? []).reduce((sum, image) => {
    const height = /\bheight="?(\d{1,4})\b/i.exec(image)?.[1]
    return sum + (height ? Number(height) : IMAGE)
  }, 0)
  return Math.max(LEAST, LINE * lines + images)
}
