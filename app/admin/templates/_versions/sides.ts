import { createParser, parseAsBoolean, parseAsStringLiteral } from 'nuqs'
import type { RouterOutputs } from '#server/trpc/root.ts'

export type Studio = RouterOutputs['templates']['studio']

/** One of the two that are compared. */
export type SideId = number | 'draft'

export const parseAsSide = createParser<SideId>({
  parse: (written) =>
    written === 'draft' ? 'draft' : /^[1-9]\d{0,9}$/.test(written) ? Number(written) : null,
  serialize: String,
})

export const views = ['look', 'text', 'source', 'variables'] as const
export type View = (typeof views)[number]

/** What the address holds of a comparison. */
export const comparisonParsers = {
  before: parseAsSide,
  after: parseAsSide,
  compare: parseAsStringLiteral(views).withDefault('look'),
  marks: parseAsBoolean.withDefault(true),
}

export interface Sides {
  /** Null: nothing to compare it with. */
  before: SideId | null
  after: SideId
}

/** What is compared where the address says nothing: the draft with what is sent now, else the two newest versions. */
export function defaultSides({ versions, draft }: Pick<Studio, 'versions' | 'draft'>): Sides | null {
  const [newest, second] = versions
  if (!newest) return null
  if (draft.differs && draft.lockVersion > 0) return { before: newest.version, after: 'draft' }
  return { before: second?.version ?? null, after: newest.version }
}

/** What the address names, where it is there; the other side follows: it is the version before. */
export function chosenSides(
  studio: Pick<Studio, 'versions' | 'draft'>,
  { before, after }: { before: SideId | null; after: SideId | null },
): Sides | null {
  const known = (id: SideId | null): id is SideId =>
    id === 'draft' ? studio.draft.lockVersion > 0 : studio.versions.some(({ version }) => version === id)
  if (!known(after)) return defaultSides(studio)
  if (known(before) && before !== after) return { before, after }
  return { before: versionBefore(studio, after), after }
}

/** The version that something took the place of; null: it was the first. */
export function versionBefore({ versions }: Pick<Studio, 'versions'>, id: SideId): number | null {
  if (id === 'draft') return versions[0]?.version ?? null
  return versions.find(({ version }) => version < id)?.version ?? null
}

export const sideName = (id: SideId): string => (id === 'draft' ? 'Draft' : `v${id}`)
