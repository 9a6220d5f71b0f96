/** Controls and bidirectional overrides: invisible, and able to make a text read as another one. */
const INVISIBLE = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu

/** At most `max` characters, whole code points, with an ellipsis when something was cut. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text
  const cut = text.slice(0, max - 1).toWellFormed()
  return `${cut.endsWith('\ufffd') ? cut.slice(0, -1) : cut}…`
}

/**
 * One line of readable text for a value that a caller sent.
 *
 * @param max longest result, in characters
 * @returns '' for what is absent or has no readable form (null, blank, NaN, objects)
 */
export function show(value: unknown, max = 300): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'string') return ''
  const head = value.length > max * 4 ? value.slice(0, max * 4) : value
  return shorten(head.toWellFormed().replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim(), max)
}

/** Several lines of text; blank lines part paragraphs, as in plain text. At most 8,000 characters. */
export function paragraphs(value: unknown): string[][] {
  if (typeof value !== 'string') return show(value) === '' ? [] : [[show(value)]]
  return shorten(value.toWellFormed(), 8_000)
    .replace(/\r\n?/g, '\n')
    .split(/\n[^\S\n]*\n/)
    .map((paragraph) =>
      paragraph
        .split('\n')
        .map((line) => show(line, 8_000))
        .filter((line) => line !== ''),
    )
    .filter((lines) => lines.length > 0)
}

/** `doctor_name`, `doctorName`, `doctor-name` → `Doctor name`; `sku`, `id` and `url` keep their capitals. */
export function label(key: string): string {
  const words = show(key, 60)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_\-.\s]+/g, ' ')
    .trim()
    .split(' ')
    .map((word) =>
      /^(id|url|sku|vat)$/i.test(word)
        ? word.toUpperCase()
        : /^[A-Z]{2,}$/.test(word)
          ? word
          : word.toLowerCase(),
    )
  const text = words.join(' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** A status as a word: `payment_failed`, `FAILED` → `Payment failed`, `Failed`. */
export function word(value: unknown): string {
  const text = show(value, 80)
  if (!/^[A-Za-z][A-Za-z_-]*$/.test(text)) return text
  const plain = text.replace(/[_-]+/g, ' ').toLowerCase()
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}

const SCHEMES = new Set(['https:', 'http:', 'mailto:', 'tel:'])

/** The address when it may stand in a link (https, http, mailto, tel; absolute), else undefined. */
export function safeUrl(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 2_000) return undefined
  const text = value.trim()
  if (/[\p{Cc}\s]/u.test(text) || !URL.canParse(text)) return undefined
  return SCHEMES.has(new URL(text).protocol) ? text : undefined
}
