'use client'

import type { ReactNode } from 'react'
import { cn } from '#app/_components/ui/cn.ts'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { Select } from '#app/_components/ui/select.tsx'
import { type IdField, idFields, type MappingDraft, type TypeKind } from './draft.ts'

/** A field that a path can be put into. */
export type PathField = IdField | 'eventType'

const typeKinds: readonly { value: TypeKind; label: string }[] = [
  { value: 'found', label: 'Found by its name' },
  { value: 'path', label: 'At a path' },
  { value: 'value', label: 'Always the same' },
]

interface MappingFieldsProps {
  draft: MappingDraft
  onChange: (part: Partial<MappingDraft>) => void
  /** Which one a click on the payload fills. */
  active: PathField
  onActive: (field: PathField) => void
  /** What each finds in the payload; undefined while it is not known. */
  found: Partial<Record<PathField, string | null>> | undefined
  /** What is wrong with a field, by its path in the mapping. */
  wrong: (path: string) => string | undefined
  /** For members who may only look. */
  disabled: boolean
}

/** The form of a mapping: for each field where it stands, and what that finds. */
export function MappingFields(props: MappingFieldsProps) {
  const { draft, onChange, active, onActive, found, wrong, disabled } = props
  const finds = (field: PathField, hasPath: boolean): ReactNode => {
    const value = found?.[field]
    if (value === undefined || (value === null && !hasPath)) return null
    return value === null ? (
      <span className="text-amber">Nothing found in the payload</span>
    ) : (
      <span className="break-all text-green">
        Finds “{value.length > 80 ? `${value.slice(0, 80)}…` : value}”
      </span>
    )
  }
  return (
    <div className="grid content-start gap-4">
      <div
        className={cn(
          'grid gap-1.5',
          draft.typeKind !== 'found' &&
            'sm:grid-cols-[minmax(0,11rem)_minmax(0,1fr)] sm:items-start sm:gap-3',
        )}
      >
        <Field label="Event type" {...(draft.typeKind === 'found' && { hint: finds('eventType', true) })}>
          {(control) => (
            <Select
              {...control}
              value={draft.typeKind}
              disabled={disabled}
              options={typeKinds}
              onChange={({ target }) => {
                const kind = typeKinds.find(({ value }) => value === target.value)?.value ?? 'found'
                onChange({ typeKind: kind })
                if (kind === 'path') onActive('eventType')
              }}
            />
          )}
        </Field>
        {draft.typeKind === 'found' ? null : (
          <Field
            label={draft.typeKind === 'path' ? 'Path of the type' : 'The type'}
            hint={draft.typeKind === 'path' ? finds('eventType', true) : 'Every event of this source has it.'}
            error={wrong('eventType.path') ?? wrong('eventType.value') ?? wrong('eventType')}
          >
            {(control) => (
              <PathInput
                {...control}
                value={draft.type}
                placeholder={draft.typeKind === 'path' ? 'event.name' : 'ORDER_CREATED'}
                disabled={disabled}
                isActive={draft.typeKind === 'path' && active === 'eventType'}
                onFocus={() => draft.typeKind === 'path' && onActive('eventType')}
                onValueChange={(type) => onChange({ type })}
              />
            )}
          </Field>
        )}
      </div>
      <div className="grid gap-4 sm:grid-cols-2 sm:items-start">
        {idFields.map(({ field, label, about, alone }) => (
          <Field
            key={field}
            label={label}
            hint={finds(field, draft[field].trim() !== '') ?? about}
            error={wrong(field)}
          >
            {(control) => (
              <PathInput
                {...control}
                value={draft[field]}
                placeholder={alone}
                disabled={disabled}
                isActive={active === field}
                onFocus={() => onActive(field)}
                onValueChange={(path) => onChange({ [field]: path })}
              />
            )}
          </Field>
        ))}
      </div>
    </div>
  )
}

interface PathInputProps extends Omit<React.ComponentProps<typeof Input>, 'onChange'> {
  isActive: boolean
  onValueChange: (path: string) => void
}

function PathInput({ isActive, onValueChange, ...props }: PathInputProps) {
  return (
    <Input
      {...props}
      maxLength={200}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      className={cn('font-mono text-xs placeholder:font-sans', isActive && 'border-accent')}
      onChange={({ target }) => onValueChange(target.value)}
    />
  )
}
