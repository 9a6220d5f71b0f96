import { closestLocale } from '#server/templates/closest-locale.ts'
import type { PlanSettings, PlanTemplate, PlanUser } from './types.ts'

export interface Language {
  /** By whose habits dates and amounts are written: what rendering is told. */
  locale: string
  /** The locale of the template whose words are taken. */
  wordsIn: string
  /** Why, in words. */
  text: string
}

/** The language of a message: the user's, or a wider one of it, else the template's default, else that of the settings. */
export function languageOf(
  user: Pick<PlanUser, 'language'> | null,
  template: Pick<PlanTemplate, 'defaultLocale' | 'locales'>,
  settings: Pick<PlanSettings, 'defaultLocale'>,
): Language {
  const fallback = template.defaultLocale ?? settings.defaultLocale
  const locale = user?.language ?? fallback
  const wordsIn = wordsFor(template, locale, settings)
  return { locale, wordsIn, text: languageText(user, wordsIn, locale) }
}

/** The locale whose words a template gives to somebody who reads `locale`. */
export function wordsFor(
  { defaultLocale, locales }: Pick<PlanTemplate, 'defaultLocale' | 'locales'>,
  locale: string,
  settings: Pick<PlanSettings, 'defaultLocale'>,
): string {
  const words = locales.map((tag) => ({ locale: tag }))
  return closestLocale(words, locale)?.locale ?? defaultLocale ?? settings.defaultLocale
}

function languageText(user: Pick<PlanUser, 'language'> | null, wordsIn: string, locale: string): string {
  const words = `In ${nameOf(wordsIn)}`
  if (!user)
    return `${words}, the template’s default: the recipient is no user, so that no language is known.`
  if (user.language === null) return `${words}, the template’s default: the recipient named no language.`
  if (wordsIn === locale) return `${words}, the recipient’s language.`
  const reads = nameOf(locale)
  return locale.startsWith(`${wordsIn}-`)
    ? `${words}: the recipient reads ${reads}, which the template has no words of its own for.`
    : `${words}, the template’s default: it has no words in ${reads}, the recipient’s language.`
}

/** As many as people read, and some; asking Intl each time would cost as much as the rest of planning. */
const KEPT = 500
const names = new Map<string, string>()
const english = new Intl.DisplayNames('en', { type: 'language' })

/** A language (BCP 47) in English; what is none as it is written. */
function nameOf(tag: string): string {
  const known = names.get(tag)
  if (known !== undefined) return known
  let name = tag
  try {
    name = english.of(tag) ?? tag
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  if (names.size >= KEPT) names.clear()
  names.set(tag, name)
  return name
}
