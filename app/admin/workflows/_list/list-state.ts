import { type inferParserType, parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs'
import type { RouterOutputs } from '#server/trpc/root.ts'

export type WorkflowRow = RouterOutputs['workflows']['list'][number]

export const listStates = ['on', 'off', 'archived'] as const
export type ListState = (typeof listStates)[number]
export const stateWords: Record<ListState, string> = { on: 'On', off: 'Off', archived: 'Archived' }
export const stateTabs = listStates.map((state) => ({
  state,
  label: stateWords[state],
  always: state !== 'archived',
}))

/** What the address of the list holds. */
export const workflowsParsers = {
  q: parseAsString.withDefault(''),
  category: parseAsString,
  /** Only those in this state; left out: all but the archived ones. */
  state: parseAsStringLiteral(listStates),
  /** The sheet for a new one is open. */
  new: parseAsBoolean.withDefault(false),
}
export type WorkflowsState = Omit<inferParserType<typeof workflowsParsers>, 'new'>

export const longestSearch = 200

export const stateOf = ({ archivedAt, enabled }: Pick<WorkflowRow, 'archivedAt' | 'enabled'>): ListState =>
  archivedAt ? 'archived' : enabled ? 'on' : 'off'

export const isIn = (row: Pick<WorkflowRow, 'archivedAt' | 'enabled'>, state: ListState | null) =>
  state === null ? row.archivedAt === null : stateOf(row) === state

/** Whether it has what was typed in its name, key, event type, template or description. All of them are in the browser. */
export function isFound(
  row: Pick<WorkflowRow, 'name' | 'key' | 'eventType' | 'templateKey' | 'description' | 'category'>,
  { q, category }: Pick<WorkflowsState, 'q' | 'category'>,
): boolean {
  if (category !== null && row.category !== category) return false
  const texts = [row.name, row.key, row.eventType, row.templateKey, row.description]
  const words = q.trim().toLowerCase().split(/\s+/)
  return words.every((word) => texts.some((text) => text?.toLowerCase().includes(word)))
}
