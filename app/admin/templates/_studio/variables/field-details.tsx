'use client'

import { useState } from 'react'
import { Field as FormField } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { languageName } from '../../languages.ts'
import { asSchema, defaultOf, type Field, type Kind, withKeyword } from './schema-fields.ts'

export interface FieldDetailsProps {
  field: Field
  kind: Kind | null
  path: string
  readOnly: boolean
  /** Locales that name it. */
  used: readonly string[]
  onChange: (field: Field) => void
}

/** Description, default and allowed values of a variable, and where it is used. */
export function FieldDetails({ field, kind, path, readOnly, used, onChange }: FieldDetailsProps) {
  const schema = asSchema(field.schema)
  const [allowed, setAllowed] = useState((schema.enum ?? []).map(String).join(', '))
  const [given, setGiven] = useState(schema.default === undefined ? '' : String(schema.default))
  const set = (keyword: string, value: unknown) =>
    onChange({ ...field, schema: withKeyword(field.schema, keyword, value) })
  const simple = kind !== 'group' && kind !== 'list'
  const wrongDefault = given !== '' && defaultOf(kind, given) === undefined
  return (
    <div className="grid gap-3 py-1.5 pl-9 sm:grid-cols-2">
      <FormField label="Description" className="sm:col-span-2">
        {(control) => (
          <Input
            {...control}
            value={schema.description ?? ''}
            readOnly={readOnly}
            maxLength={300}
            onChange={({ target }) => set('description', target.value)}
          />
        )}
      </FormField>
      {simple ? (
        <FormField
          label="Default"
          hint="Stands for it where an event has none."
          error={
            wrongDefault ? (kind === 'boolean' ? 'must be true or false' : 'must be a number') : undefined
          }
        >
          {(control) => (
            <Input
              {...control}
              value={given}
              readOnly={readOnly}
              onChange={({ target }) => {
                setGiven(target.value)
                const next = defaultOf(kind, target.value)
                if (target.value === '' || next !== undefined) set('default', next)
              }}
            />
          )}
        </FormField>
      ) : null}
      {kind === 'text' ? (
        <FormField label="Only these" hint="With commas between; empty: anything.">
          {(control) => (
            <Input
              {...control}
              value={allowed}
              readOnly={readOnly}
              onChange={({ target }) => {
                setAllowed(target.value)
                const values = target.value
                  .split(',')
                  .map((one) => one.trim())
                  .filter(Boolean)
                set('enum', values.length > 0 ? [...new Set(values)] : undefined)
              }}
            />
          )}
        </FormField>
      ) : null}
      <p className="text-muted text-xs sm:col-span-2">
        {used.length > 0 ? `Used in ${used.map(languageName).join(', ')}` : 'Used in no locale'} as{' '}
        <code>{path}</code>.
      </p>
    </div>
  )
}
