import type { MarkFilter } from './marks.ts'

const NAMES_MAX = 20
const NAME_MAX = 100
/** Names that mean something to JavaScript, and never a value. */
const REFUSED = new Set(['__proto__', 'constructor', 'prototype'])
const STYLES = ['short', 'medium', 'long']
const CURRENCY = /^[A-Z]{3}$/

/** @param whose what it is asked for, for the error. @throws when `text` is no path */
export function pathOf(text: unknown, whose: string): string[] {
  if (typeof text !== 'string' || text === '')
    throw new TypeError(`${whose} wants the path of a variable, as 'order.total'`)
  const names = text.split('.')
  if (names.length > NAMES_MAX || names.some((name) => !isName(name)))
    throw new TypeError(`${whose}: "${text.slice(0, 100)}" is no path of a variable, as 'order.total' is one`)
  return names
}

const isName = (name: string): boolean =>
  name !== '' &&
  name.length <= NAME_MAX &&
  name === name.trim() &&
  !REFUSED.has(name) &&
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  !/[\x00-\x1f\x7f"'<>{}\uE000-\uE01F]/.test(name)

/** @param format a filter, or its name alone. @throws when it is none */
export function formatOf(format: unknown, whose: string): MarkFilter | undefined {
  if (format === undefined || format === null) return undefined
  const { name, currency, style } = (typeof format === 'string' ? { name: format } : format) as {
    name?: unknown
    currency?: unknown
    style?: unknown
  }
  switch (name) {
    case 'number':
    case 'upper':
    case 'lower':
      return { name }
    case 'money':
      return { name, currency: currencyOf(currency, whose) }
    case 'date':
    case 'time':
    case 'datetime':
      if (style === undefined) return { name }
      if (STYLES.includes(style as string)) return { name, style: style as 'short' | 'medium' | 'long' }
      throw new TypeError(`${whose}: the style of a ${name} is 'short', 'medium' or 'long'`)
    default:
      throw new TypeError(
        `${whose}: there is no format ${JSON.stringify(name)}; there are number, money, date, time, datetime, upper and lower`,
      )
  }
}

/** A code, as EUR, or the path of one. */
function currencyOf(currency: unknown, whose: string): string | string[] {
  if (typeof currency === 'string' && CURRENCY.test(currency)) return currency
  if (Array.isArray(currency)) return pathOf(currency.join('.'), `${whose}: currency`)
  return pathOf(currency, `${whose}: currency ('EUR', or the path of one)`)
}
