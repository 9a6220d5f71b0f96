import type { Shape } from '#app/_components/status.tsx'
import type { Tone } from '#app/_components/ui/tone.ts'
import type { RouterOutputs } from '#server/trpc/root.ts'

export type TemplateRow = RouterOutputs['templates']['list']['templates'][number]

/** The states that the list can be narrowed to. */
export const listStates = ['published', 'draft', 'never', 'newer', 'archived'] as const
export type ListState = (typeof listStates)[number]

interface Look {
  word: string
  shape: Shape
  tone: Tone
  meaning: string
}

/** Each state in words, with its mark and tone. */
export const stateLooks: Record<ListState, Look> = {
  published: {
    word: 'Published',
    shape: 'dot',
    tone: 'green',
    meaning: 'What is sent is what its authors wrote last',
  },
  draft: {
    word: 'Draft changed',
    shape: 'half-dot',
    tone: 'amber',
    meaning: 'The published version is sent; a draft waits to be published',
  },
  never: {
    word: 'Never published',
    shape: 'ring',
    tone: 'blue',
    meaning: 'A draft only: it can’t be sent yet',
  },
  newer: {
    word: 'Newer code',
    shape: 'triangle',
    tone: 'amber',
    meaning: 'The code it was forked from has changed since',
  },
  archived: {
    word: 'Archived',
    shape: 'dash',
    tone: 'grey',
    meaning: 'Kept for what was sent by it, and sent no more',
  },
}

type Facts = Pick<TemplateRow, 'version' | 'archivedAt' | 'newerCode'> & { draft: object | null }

/** All that is true of a template, the first of them the one that its line leads with. */
export function statesOf({ version, draft, archivedAt, newerCode }: Facts): ListState[] {
  if (archivedAt) return ['archived']
  const states: ListState[] = [version === null ? 'never' : draft ? 'draft' : 'published']
  if (newerCode) states.push('newer')
  return states
}

/** Whether the list shows it under this filter; without one: all but the archived. */
export const isIn = (row: Facts, state: ListState | null): boolean =>
  state ? statesOf(row).includes(state) : row.archivedAt === null

export const kindWords: Record<TemplateRow['kind'], string> = {
  git: 'Git',
  plain: 'Plain',
  visual: 'Visual',
  code: 'Code',
}
