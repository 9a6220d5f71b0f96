import type { SaveDraftInput, Studio, StudioKind, TemplateSource, Variables } from '../types.ts'

export interface DraftLocale {
  /** BCP 47. */
  locale: string
  source: TemplateSource
}

/** What an author may change of a template, as one value that is never changed in place. */
export interface DraftContent {
  name: string
  category: string
  description: string
  kind: StudioKind
  variables: Variables | null
  /** The default one first. */
  locales: readonly DraftLocale[]
}

export type DraftChanges = Omit<SaveDraftInput, 'key' | 'lockVersion'>

export const contentOf = ({ template, kind, variables, locales }: Studio): DraftContent => ({
  name: template.name ?? '',
  category: template.category,
  description: template.description ?? '',
  kind,
  variables,
  locales: locales.map(({ locale, source }) => ({ locale, source })),
})

/** What has to be stored to make `saved` into `now`; null: nothing. Parts are compared by identity, then by content. */
export function changesBetween(saved: DraftContent, now: DraftContent): DraftChanges | null {
  const before = new Map(saved.locales.map(({ locale, source }) => [locale, source]))
  const locales = now.locales.filter(({ locale, source }) => !same(before.get(locale), source))
  const kept = new Set(now.locales.map(({ locale }) => locale))
  const removed = saved.locales.map(({ locale }) => locale).filter((locale) => !kept.has(locale))
  const changes: DraftChanges = {
    ...(saved.name === now.name ? {} : { name: now.name.trim() || null }),
    ...(saved.category === now.category ? {} : { category: now.category }),
    ...(saved.description === now.description ? {} : { description: now.description.trim() || null }),
    ...(same(saved.variables, now.variables) ? {} : { variables: now.variables }),
    ...(saved.kind === now.kind ? {} : { kind: now.kind }),
    ...(locales.length > 0 ? { locales } : {}),
    ...(removed.length > 0 ? { removed } : {}),
  }
  return Object.keys(changes).length > 0 ? changes : null
}

/** Whether two JSON values say the same; the order of names is none: PostgreSQL's jsonb keeps its own. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  const names = Object.keys(left)
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && same(left[name], right[name]))
  )
}

/** `name`, `the text in de`: what the changes touch, for a person. */
export function partsOf(changes: DraftChanges): string[] {
  const { locales = [], removed = [], ...fields } = changes
  return [
    ...Object.keys(fields),
    ...locales.map(({ locale }) => `the text in ${locale}`),
    ...removed.map((locale) => `the locale ${locale}`),
  ]
}
