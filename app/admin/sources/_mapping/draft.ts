import type { SourceMapping } from '#server/db/schema/sources.ts'

export type TypeKind = 'found' | 'path' | 'value'
export type IdField = Exclude<keyof SourceMapping, 'eventType'>

/** The mapping as its form holds it: an empty text is no path. */
export interface MappingDraft extends Record<IdField, string> {
  typeKind: TypeKind
  /** A path, or the type itself. */
  type: string
}

/** The fields that take a path, with what they are for. `alone`: what happens without one. */
export const idFields: readonly { field: IdField; label: string; about: string; alone: string }[] = [
  {
    field: 'recipient',
    label: 'Recipient',
    about: 'An e-mail address, or a user’s id or external id.',
    alone: 'As the workflow says',
  },
  {
    field: 'orderId',
    label: 'Order id',
    about: 'For search and the order’s history.',
    alone: 'Found by its name',
  },
  { field: 'customerId', label: 'Customer id', about: 'Whom it is about.', alone: 'Found by its name' },
  { field: 'runnerId', label: 'Runner id', about: 'Courier or driver.', alone: 'Found by its name' },
  {
    field: 'correlationId',
    label: 'Correlation id',
    about: 'Ties events of one story together.',
    alone: 'Found by its name',
  },
  {
    field: 'sourceService',
    label: 'Source service',
    about: 'Which program sent it.',
    alone: 'Found by its name',
  },
]

const keys = idFields.map(({ field }) => field)

export function draftOf(mapping: SourceMapping): MappingDraft {
  const { eventType } = mapping
  const ids = Object.fromEntries(keys.map((field) => [field, mapping[field] ?? ''])) as Record<
    IdField,
    string
  >
  if (!eventType) return { ...ids, typeKind: 'found', type: '' }
  return 'value' in eventType
    ? { ...ids, typeKind: 'value', type: eventType.value }
    : { ...ids, typeKind: 'path', type: eventType.path }
}

export function mappingOf(draft: MappingDraft): SourceMapping {
  const type = draft.type.trim()
  const named = keys.flatMap((field) => (draft[field].trim() ? [[field, draft[field].trim()]] : []))
  return {
    ...(draft.typeKind === 'path' && { eventType: { path: type } }),
    ...(draft.typeKind === 'value' && { eventType: { value: type } }),
    ...Object.fromEntries(named),
  }
}

export const isSame = (one: SourceMapping, other: SourceMapping): boolean =>
  JSON.stringify(mappingOf(draftOf(one))) === JSON.stringify(mappingOf(draftOf(other)))
