'use client'

import { Select } from '#app/_components/ui/select.tsx'
import { type ImportField, importFieldNames, importFields } from '#server/users/import/schemas.ts'

interface MappingFieldsProps {
  columns: readonly string[]
  /** The first row's cells. */
  sample: readonly string[]
  mapping: Readonly<Record<string, ImportField>>
  onMapping(mapping: Record<string, ImportField>): void
}

const options = [
  { value: '', label: 'Left out' },
  ...importFieldNames.map((value) => ({ value, label: importFields[value] })),
]

/** Each column of the file with a value of it, and what of a user it is. */
export function MappingFields({ columns, sample, mapping, onMapping }: MappingFieldsProps) {
  const fill = (column: string, field: string) => {
    // A field is filled by one column: the other one gives it up.
    const others = Object.entries(mapping).filter(([other, filled]) => other !== column && filled !== field)
    onMapping(Object.fromEntries(field ? [...others, [column, field as ImportField]] : others))
  }
  return (
    <ul className="grid gap-x-6 px-4 py-2 lg:grid-cols-2">
      {columns.map((column, i) => (
        <li
          key={column}
          className="grid grid-cols-[minmax(0,1fr)_minmax(0,12rem)] items-center gap-x-4 py-1.5"
        >
          <div className="min-w-0">
            <p className="truncate font-medium text-sm">{column}</p>
            <p className="truncate text-muted text-xs">{sample[i] || '–'}</p>
          </div>
          <Select
            aria-label={`What “${column}” is`}
            value={mapping[column] ?? ''}
            onChange={({ target }) => fill(column, target.value)}
            options={options}
          />
        </li>
      ))}
    </ul>
  )
}
