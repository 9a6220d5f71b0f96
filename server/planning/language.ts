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
  if (!user)
    return `In “${wordsIn}”, the template’s default: the recipient is no user, so that no language is known.`
  if (user.language === null)
    return `In “${wordsIn}”, the template’s default: the recipient named no language.`
  if (wordsIn === locale) return `In “${wordsIn}”, the recipient’s language.`
  return locale.startsWith(`${wordsIn}-`)
    ? `In “${wordsIn}”: the recipient’s language is “${locale}”, which the template has no words of its own for.`
    : `In “${wordsIn}”, the template’s default: it has no words in “${locale}”, the recipient’s language.`
}
