import type { Filter } from '#server/templates/compile/format.ts'

export interface Reader {
  /** The mail's language, BCP 47. */
  locale: string
  /** IANA; null: the server's default was none, UTC. */
  timezone: string | null
}

/** What a filter may look up beside its value: the currency of an amount. */
export type LookUp = (path: readonly string[]) => unknown

const KEPT = 1_000
const numbers = new Map<string, Intl.NumberFormat>()
const dates = new Map<string, Intl.DateTimeFormat>()
let currencies: Set<string> | undefined

function kept<T>(formats: Map<string, T>, key: string, make: () => T): T {
  let found = formats.get(key)
  if (found === undefined) {
    found = make()
    if (formats.size >= KEPT) formats.clear()
    formats.set(key, found)
  }
  return found
}

/**
 * A value as its filter writes it, before escaping. What the filter is not for (a word where a number is due) is written
 * as it is. Pure: the same values give the same text.
 */
export function textOf(
  value: string | number | boolean,
  filter: Filter | undefined,
  reader: Reader,
  lookUp: LookUp,
): string {
  if (!filter) return String(value)
  const text = String(value)
  switch (filter.name) {
    case 'upper':
      return text.toLocaleUpperCase(reader.locale)
    case 'lower':
      return text.toLocaleLowerCase(reader.locale)
    case 'number': {
      const number = numeric(value)
      return number === null ? text : numberFormat(reader.locale, fractionOf(number)).format(number)
    }
    case 'money':
      return money(value, currencyOf(filter.currency, lookUp), reader.locale)
    default:
      return moment(text, filter, reader)
  }
}

/** Strings stay strings: Intl formats them exactly (ECMA-402 15.5.16), where a number would lose digits. */
function numeric(value: string | number | boolean): number | `${number}` | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  return typeof value === 'string' && isNumeric(value) ? value : null
}
const isNumeric = (text: string): text is `${number}` => /^-?\d{1,30}(?:\.\d{1,20})?$/.test(text)

/** A number has the digits that it came with, up to 20; 3 where it is no text. */
const fractionOf = (value: number | `${number}`): number =>
  typeof value === 'number' ? 3 : (value.split('.')[1]?.length ?? 0)

const numberFormat = (locale: string, digits: number) =>
  kept(numbers, `${locale} ${digits}`, () => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }))

function currencyOf(currency: string | readonly string[], lookUp: LookUp): string {
  const code = typeof currency === 'string' ? currency : lookUp(currency)
  return typeof code === 'string' ? code.trim() : ''
}

/** With a code that is none, the number and the code; without one, the number. */
function money(value: string | number | boolean, currency: string, locale: string): string {
  const number = numeric(value)
  if (number === null) return String(value)
  currencies ??= new Set(Intl.supportedValuesOf('currency'))
  const code = currency.toUpperCase()
  if (currencies.has(code)) {
    const make = () => new Intl.NumberFormat(locale, { style: 'currency', currency: code })
    return plain(kept(numbers, `${locale} ${code}`, make).format(number))
  }
  const make = () => new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const amount = kept(numbers, `${locale} money`, make).format(number)
  return currency === '' ? amount : `${amount} ${currency}`
}

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2})(:\d{2})?(?:[.,]\d{1,9})?\s?([Zz]|[+-]\d{2}:?\d{2})?)?$/

/**
 * An ISO 8601 date or time. With an offset it is shown in the recipient's time zone; a date, or a time without an offset,
 * is nobody's to convert. Milliseconds since 1970 are an instant, too.
 */
function moment(
  text: string,
  { name, style = 'medium' }: Extract<Filter, { name: 'date' | 'time' | 'datetime' }>,
  { locale, timezone }: Reader,
): string {
  const parsed = instantOf(text)
  if (!parsed || (!parsed.timed && name === 'time')) return text
  const { instant, timed, zoned } = parsed
  const options: Intl.DateTimeFormatOptions = {
    ...(name !== 'time' && { dateStyle: style }),
    ...(name !== 'date' && timed && { timeStyle: style === 'long' && zoned ? 'long' : 'short' }),
    timeZone: zoned ? known(timezone) : 'UTC',
  }
  const make = () => new Intl.DateTimeFormat(locale, options)
  return plain(kept(dates, `${locale} ${JSON.stringify(options)}`, make).format(instant))
}

function instantOf(text: string): { instant: Date; timed: boolean; zoned: boolean } | null {
  if (/^\d{12,14}$/.test(text)) return { instant: new Date(Number(text)), timed: true, zoned: true }
  const [, date, time, seconds = ':00', offset] = ISO.exec(text) ?? []
  if (date === undefined) return null
  const wall = new Date(`${date}T${time ?? '00:00'}${seconds}Z`)
  // V8 turns 31 February into 3 March; such a date is shown as it was sent.
  if (Number.isNaN(wall.getTime()) || wall.getUTCDate() !== Number(date.slice(8))) return null
  if (time === undefined || offset === undefined) {
    return { instant: wall, timed: time !== undefined, zoned: false }
  }
  const zone = /^z$/i.test(offset) ? 'Z' : offset.replace(/^(.\d\d):?/, '$1:')
  const instant = new Date(`${date}T${time}${seconds}${zone}`)
  return Number.isNaN(instant.getTime()) ? null : { instant, timed: true, zoned: true }
}

const zones = new Map<string, boolean>()
/** The zone if Intl knows it, else UTC. */
function known(timezone: string | null): string {
  if (timezone === null) return 'UTC'
  const isKnown = kept(zones, timezone, () => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: timezone }) !== null
    } catch {
      return false
    }
  })
  return isKnown ? timezone : 'UTC'
}

/** Narrow no-break spaces, which some languages put before AM or a currency, show as boxes in older mail programs. */
const plain = (text: string): string => text.replace(/\u202f/g, '\u00a0')
