import { formatLocale, languageOf } from './locale.ts'
import type { Recipient } from './schema.ts'
import { show } from './text.ts'

/** A date, with or without a time, in the words of one recipient. */
export interface Moment {
  /** Tuesday, 14 July 2026 */
  date: string
  /** 09:30; undefined for a date alone */
  time: string | undefined
  /** CEST, GMT+2; undefined when the sender named no zone and the recipient has none */
  zone: string | undefined
  /** Tuesday, 14 July at 09:30 */
  spoken: string
  /** Tue 14 Jul, 09:30 */
  short: string
  /** Tuesday, 14 July 2026 at 09:30 CEST */
  full: string
  tile: { weekday: string; day: string; month: string }
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s?([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/

interface Parsed {
  instant: Date
  /** The zone to show it in: an IANA name or an offset that Intl takes. */
  timeZone: string
  zoned: boolean
  timed: boolean
}

const formats = new Map<string, Intl.DateTimeFormat>()

function format(locale: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${JSON.stringify(options)}`
  let found = formats.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { ...options, timeZone })
    if (formats.size < 5_000) formats.set(key, found)
  }
  return found
}

function recipientZone(recipient: Recipient): string | undefined {
  const zone = recipient?.timezone
  if (!zone) return undefined
  try {
    format('en-GB', zone, { hour: 'numeric' })
    return zone
  } catch {
    return undefined
  }
}

function offsetZone(offset: string): string {
  if (/^z$/i.test(offset)) return 'UTC'
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0')
  return `${offset[0]}${digits.slice(0, 2)}:${digits.slice(2)}`
}

function parse(value: unknown, recipient: Recipient): Parsed | undefined {
  const parts = ISO.exec(show(value, 40))
  if (!parts) return undefined
  const [, year = '', month = '', day = '', hour, minute, second = '00', offset] = parts
  const wall = `${year}-${month}-${day}T${hour ?? '00'}:${minute ?? '00'}:${second}`
  const asUtc = new Date(`${wall}Z`)
  // V8 turns 31 February into 3 March; such a date is shown as it was sent.
  if (Number.isNaN(asUtc.getTime()) || asUtc.getUTCDate() !== Number(day)) return undefined
  if (hour === undefined || offset === undefined) {
    return { instant: asUtc, timeZone: 'UTC', zoned: false, timed: hour !== undefined }
  }
  const sent = offsetZone(offset)
  const instant = sent === 'UTC' ? asUtc : new Date(`${wall}${sent}`)
  if (Number.isNaN(instant.getTime())) return undefined
  return { instant, timeZone: recipientZone(recipient) ?? sent, zoned: true, timed: true }
}

/** Some locales put a narrow no-break space before AM; older mail clients show it as a box. */
function plain(text: string): string {
  return text.replace(/[\u202f\u00a0]/g, ' ')
}

/**
 * An ISO 8601 date or time in the recipient's zone and regional form; without a zone of theirs, in the zone
 * it was sent in; a time without a zone is nobody's to convert and stays as it is.
 *
 * @returns undefined when it can't be read as one: show it as it was sent
 */
export function moment(value: unknown, recipient: Recipient): Moment | undefined {
  const parsed = parse(value, recipient)
  if (!parsed) return undefined
  const { instant, timeZone, timed, zoned } = parsed
  const locale = formatLocale(recipient)
  const as = (options: Intl.DateTimeFormatOptions) => plain(format(locale, timeZone, options).format(instant))
  const date = as({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  const day = as({ weekday: 'long', day: 'numeric', month: 'long' })
  const shortDay = as({ weekday: 'short', day: 'numeric', month: 'short' })
  const time = timed ? as({ timeStyle: 'short' }) : undefined
  const isEnglish = languageOf(recipient).startsWith('en')
  // Where a clock time stands in a sentence is the language's own matter.
  const hour = /^\d\d/.test(time ?? '') ? ('2-digit' as const) : ('numeric' as const)
  const dayAt = (date: Intl.DateTimeFormatOptions) =>
    as({ ...date, weekday: 'long', day: 'numeric', month: 'long', hour, minute: '2-digit' })
  const spoken = time ? (isEnglish ? `${day} at ${time}` : dayAt({})) : day
  const dated = time ? (isEnglish ? `${date} at ${time}` : dayAt({ year: 'numeric' })) : date
  const zone = zoned
    ? format(locale, timeZone, { hour: 'numeric', timeZoneName: 'short' })
        .formatToParts(instant)
        .find((part) => part.type === 'timeZoneName')?.value
    : undefined
  return {
    date,
    time,
    zone,
    spoken,
    short: time ? `${shortDay}, ${time}` : shortDay,
    full: [dated, zone].filter(Boolean).join(' '),
    tile: { weekday: as({ weekday: 'short' }), day: as({ day: 'numeric' }), month: as({ month: 'short' }) },
  }
}

/** A time in full when it can be read as one, else as it was sent. */
export function when(value: unknown, recipient: Recipient, max = 300): string {
  return moment(value, recipient)?.full ?? show(value, max)
}
