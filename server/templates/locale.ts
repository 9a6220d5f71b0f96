import { z } from 'zod'

/** The canonical form of a BCP 47 language tag (`pt-br` → `pt-BR`); null when it is none. */
export function canonicalLocale(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null
  } catch {
    return null
  }
}

/** A language tag, in its canonical form. */
export const localeSchema = z
  .string()
  .max(35)
  .transform((tag, check) => {
    const locale = canonicalLocale(tag)
    if (locale !== null) return locale
    check.addIssue('must be a language tag (BCP 47), as “en” or “pt-BR”')
    return z.NEVER
  })

/** The locale to use for a reader: their own, else a wider one (`pt-BR` → `pt`), else the first, the default. */
export function closestLocale<T extends { locale: string }>(
  locales: readonly T[],
  wanted: string,
): T | undefined {
  for (
    let tag = canonicalLocale(wanted) ?? '';
    tag !== '';
    tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-')))
  ) {
    const found = locales.find(({ locale }) => locale === tag)
    if (found) return found
  }
  return locales[0]
}
