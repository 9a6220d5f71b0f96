import type { Studio } from './changes.ts'

/** A version that was published while a draft was being written. */
export interface Since {
  version: number
  author: string | null
  /** What the draft began from; null: nothing was published then. */
  basedOn: number | null
}

/** The newest version, where the draft began from an older one. */
export function sinceOf({ draft, versions }: Pick<Studio, 'draft' | 'versions'>): Since | null {
  const [newest] = versions
  if (!newest || newest.version === draft.basedOn) return null
  return { version: newest.version, author: newest.author, basedOn: draft.basedOn }
}
