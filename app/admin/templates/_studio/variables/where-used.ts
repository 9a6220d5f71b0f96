import type { DraftContent } from '../state/content.ts'

/**
 * The locales whose text names a variable (`order.total`; inside of lists `items[].price`, which an item calls otherwise:
 * only the last name is looked for). It reads words, so that it may find one too many, not one too few.
 */
export function whereUsed(path: string, { locales }: Pick<DraftContent, 'locales'>): string[] {
  const name = path.includes('[]') ? (path.split(/[.[\]]+/).at(-1) ?? path) : path
  const word = new RegExp(`(?<![\\w])${name.replaceAll('.', '\\.')}(?![\\w])`)
  return locales.filter(({ source }) => word.test(JSON.stringify(source))).map(({ locale }) => locale)
}
