import type { RouterOutputs } from '#server/trpc/root.ts'

export type Studio = RouterOutputs['templates']['studio']
interface Side {
  kind: Studio['kind']
  variables: Record<string, unknown> | null
  locales: readonly { locale: string; source: unknown }[]
}

export interface Changes {
  /** It is written in another way than before. */
  kind: { before: Studio['kind']; after: Studio['kind'] } | null
  added: string[]
  changed: string[]
  removed: string[]
  variables: boolean
}

/** What a publish would change against the newest version; everything is added where there is none. */
export function changesOf(before: Side | null, after: Side): Changes {
  const had = new Map(before?.locales.map(({ locale, source }) => [locale, stable(source)]))
  const has = new Set(after.locales.map(({ locale }) => locale))
  return {
    kind: before && before.kind !== after.kind ? { before: before.kind, after: after.kind } : null,
    added: after.locales.filter(({ locale }) => !had.has(locale)).map(({ locale }) => locale),
    changed: after.locales
      .filter(({ locale, source }) => had.has(locale) && had.get(locale) !== stable(source))
      .map(({ locale }) => locale),
    removed: [...had.keys()].filter((locale) => !has.has(locale)),
    variables: stable(before?.variables ?? null) !== stable(after.variables),
  }
}

export const isNothing = ({ kind, added, changed, removed, variables }: Changes): boolean =>
  !(kind || variables) && added.length + changed.length + removed.length === 0

/** JSON that does not depend on the order of keys: PostgreSQL's jsonb keeps its own. */
export function stable(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
