'use client'

import { Plus } from 'lucide-react'
import { Button } from '#app/_components/ui/button.tsx'
import { FieldRow } from './field-row.tsx'
import { type Field, fieldsOf, freeName, type Schema, withFields } from './schema-fields.ts'

export interface FieldListProps {
  group: Schema
  onChange: (group: Schema) => void
  /** Of the group, with its dot: `order.`, `items[].`; empty at the top. */
  under: string
  readOnly: boolean
}

/** The variables of a group, one row each; a group or a list of groups has its own inside. */
export function FieldList({ group, onChange, under, readOnly }: FieldListProps) {
  const fields = fieldsOf(group)
  const put = (next: readonly Field[]) => onChange(withFields(group, next))
  const add = () =>
    put([...fields, { name: freeName(fields, 'variable'), schema: { type: 'string' }, required: true }])
  return (
    <div className={under ? 'ml-3 border-l pl-3' : ''}>
      <ul className="grid">
        {fields.map((field, at) => (
          <FieldRow
            // A name that is being changed keeps its row, and with it the caret.
            // biome-ignore lint/suspicious/noArrayIndexKey: rows keep their places
            key={at}
            field={field}
            path={`${under}${field.name}`}
            taken={fields.filter((other) => other !== field).map(({ name }) => name)}
            readOnly={readOnly}
            onChange={(next) => put(fields.map((one) => (one === field ? next : one)))}
            nested={(inside, beneath, put) => (
              <FieldList group={inside} under={beneath} readOnly={readOnly} onChange={put} />
            )}
            onRemove={() => put(fields.filter((one) => one !== field))}
          />
        ))}
      </ul>
      {readOnly ? null : (
        <Button size="sm" variant="ghost" onClick={add} className="my-1">
          <Plus aria-hidden />
          {under ? `Add to ${under.replace(/(\[\])?\.$/, '')}` : 'Add a variable'}
        </Button>
      )}
    </div>
  )
}
