/** Offered first where a language is chosen; any other can be typed. BCP 47. */
export const commonLanguages = [
  'en',
  'en-GB',
  'en-US',
  'de',
  'de-AT',
  'de-CH',
  'fr',
  'fr-CA',
  'es',
  'es-MX',
  'it',
  'nl',
  'pt',
  'pt-BR',
  'pl',
  'cs',
  'sk',
  'da',
  'sv',
  'nb',
  'fi',
  'et',
  'lv',
  'lt',
  'hu',
  'ro',
  'bg',
  'hr',
  'sl',
  'sr',
  'el',
  'tr',
  'uk',
  'ru',
  'he',
  'ar',
  'fa',
  'hi',
  'bn',
  'id',
  'ms',
  'th',
  'vi',
  'ja',
  'ko',
  'zh-Hans',
  'zh-Hant',
  'ca',
  'eu',
  'ga',
  'is',
  'mt',
  'sw',
  'af',
] as const

const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' })

/** `pt-BR` → `Brazilian Portuguese`; a tag that nobody knows stays as it is. */
export function languageName(locale: string): string {
  try {
    return names.of(locale) ?? locale
  } catch {
    // Not BCP 47, as a draft of another time may have it.
    return locale
  }
}
