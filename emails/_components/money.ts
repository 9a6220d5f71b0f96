import { formatLocale } from './locale.ts'
import type { Recipient } from './schema.ts'
import { show } from './text.ts'

const formats = new Map<string, Intl.NumberFormat>()
let currencies: Set<string> | undefined

function format(locale: string, currency: string | undefined, digits: number): Intl.NumberFormat {
  const key = `${locale} ${currency ?? digits}`
  let found = formats.get(key)
  if (!found) {
    found = new Intl.NumberFormat(
      locale,
      currency
        ? { style: 'currency', currency }
        : { minimumFractionDigits: digits, maximumFractionDigits: digits },
    )
    formats.set(key, found)
  }
  return found
}

/** Strings stay strings: Intl formats them exactly, where a number would lose digits. */
function isNumeric(text: string): text is `${number}` {
  return /^-?\d{1,18}(\.\d{1,6})?$/.test(text)
}

/**
 * An amount in the currency's own form; with an unknown code, the number and the code; without one, the
 * number; what is no number, as it was sent.
 */
export function money(amount: unknown, currency: unknown, recipient: Recipient): string {
  const text = show(amount, 60)
  if (text === '') return ''
  const code = show(currency, 12)
  if (!isNumeric(text)) return [text, code].filter(Boolean).join(' ')
  const locale = formatLocale(recipient)
  currencies ??= new Set(Intl.supportedValuesOf('currency'))
  const known = code.toUpperCase()
  if (currencies.has(known)) return format(locale, known, 2).format(text)
  const decimals = text.split('.')[1]?.length ?? 0
  const number = format(locale, undefined, decimals === 0 ? 0 : Math.max(2, decimals)).format(text)
  return [number, code].filter(Boolean).join(' ')
}
