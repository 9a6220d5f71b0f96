/**
 * The locale for a reader: their own, else a wider one (`pt-BR`, then `pt`), else the first, which is the default.
 * All tags are canonical (BCP 47).
 */
export function closestLocale<T extends { locale: string }>(
  locales: readonly T[],
  wanted: string,
): T | undefined {
  for (let tag = wanted; tag !== ''; tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-')))) {
    const found = locales.find(({ locale }) => locale === tag)
    if (found) return found
  }
  return locales[0]
}
