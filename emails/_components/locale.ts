import type { Recipient } from './schema.ts'

const known = new Map<string, string>()

/** Of a mail's words. */
export const languageOf = (recipient: Recipient): string => recipient?.language || 'en'

/** Whether a language is written from right to left. */
export function isRightToLeft(language: string): boolean {
  const { script } = new Intl.Locale(language).maximize()
  return ['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm', 'Rohg'].includes(script ?? '')
}

/**
 * The words' language with the recipient's regional habits (`de` → `en-DE`: 24 hours, day before month), so that a
 * date never stands in another language than its sentence. British English when there is no usable locale.
 */
export function formatLocale(recipient: Recipient): string {
  const wanted = recipient?.locale
  const language = languageOf(recipient)
  if (!wanted || wanted.length > 35) return language === 'en' ? 'en-GB' : language
  const key = `${language} ${wanted}`
  const cached = known.get(key)
  if (cached) return cached
  let locale = language === 'en' ? 'en-GB' : language
  try {
    const own = new Intl.Locale(language)
    const region = new Intl.Locale(wanted).maximize().region
    if (region) locale = own.region ? own.toString() : new Intl.Locale(language, { region }).toString()
  } catch {
    return locale
  }
  if (known.size < 1_000) known.set(key, locale)
  return locale
}
