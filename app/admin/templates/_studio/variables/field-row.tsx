'use client'

import { ChevronDown, ChevronRight, EyeOff, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { Input } from '#app/_components/ui/input.tsx'
import { Select } from '#app/_components/ui/select.tsx'
import { languageName } from '../../languages.ts'
import { useStudioState } from '../studio-context.tsx'
import { FieldDetails } from './field-details.tsx'
import {
  asSchema,
  type Field,
  type Kind,
  kindOf,
  kinds,
  kindWords,
  type Schema,
  withKeyword,
  withKind,
} from './schema-fields.ts'
import { whereUsed } from './where-used.ts'

/** As `{path}` can name it: letters, digits, `_`, `-`. */
const NAME = /^[A-Za-z_][\w-]{0,63}$/

export interface FieldRowProps {
  field: Field
  path: string
  taken: readonly string[]
  readOnly: boolean
  onChange: (field: Field) => void
  onRemove: () => void
  /** The variables of a group inside of this one, as the list draws them: the two would import each other. */
  nested: (group: Schema, under: string, onChange: (group: Schema) => void) => ReactNode
}

/** One variable: name, kind, required, sensitive; opened, what else is said of it. */
export function FieldRow({ field, path, taken, readOnly, onChange, onRemove, nested }: FieldRowProps) {
  const content = useStudioState((state) => state.content)
  const [typed, setTyped] = useState<string | null>(null)
  const [open, setOpen] = useState(false)
  const schema = asSchema(field.schema)
  const kind = kindOf(field.schema)
  const ofItems = kind === 'list' ? kindOf(schema.items) : null
  const name = typed ?? field.name
  const wrong = !NAME.test(name)
    ? 'Begins with a letter; letters, digits, “_” and “-” follow.'
    : taken.includes(name)
      ? 'There is one of this name already.'
      : null
  const used = typed === null || typed === field.name ? [] : whereUsed(path, content)
  const setKind = (next: Kind) => onChange({ ...field, schema: withKind(field.schema, next) })
  const setItems = (next: Kind) =>
    onChange({ ...field, schema: { ...schema, items: withKind(schema.items, next) } })

  return (
    <li className="grid gap-1 border-b py-1.5 last:border-b-0">
      <div className="flex flex-wrap items-center gap-1.5">
        <Button
          variant="ghost"
          size="icon-sm"
          aria-expanded={open}
          aria-label={`More of ${path}`}
          onClick={() => setOpen(!open)}
        >
          {open ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
        </Button>
        <Input
          aria-label={`Name of ${path}`}
          aria-invalid={wrong ? true : undefined}
          value={name}
          readOnly={readOnly}
          spellCheck={false}
          autoComplete="off"
          onChange={({ target }) => setTyped(target.value.trim())}
          onBlur={() => {
            if (typed !== null && !wrong && typed !== field.name) onChange({ ...field, name: typed })
            setTyped(null)
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur()
            if (event.key === 'Escape') setTyped(null)
          }}
          className="min-w-28 flex-1 font-mono text-xs"
        />
        <Select
          aria-label={`Kind of ${path}`}
          value={kind ?? ''}
          disabled={readOnly}
          {...(kind === null ? { placeholder: 'See the source' } : {})}
          onChange={({ target }) => setKind(target.value as Kind)}
          options={kinds.map((one) => ({ value: one, label: kindWords[one] }))}
          className="w-36"
        />
        <label className="flex min-h-8 items-center gap-1.5 px-1 text-xs">
          <input
            type="checkbox"
            checked={field.required}
            disabled={readOnly}
            onChange={({ target }) => onChange({ ...field, required: target.checked })}
            className="size-4 accent-accent"
          />
          Required
        </label>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-pressed={schema.sensitive === true}
          aria-label={`Sensitive: ${path}`}
          title="Sensitive: hidden in the dashboard, erased after sending"
          disabled={readOnly}
          onClick={() =>
            onChange({ ...field, schema: withKeyword(field.schema, 'sensitive', schema.sensitive !== true) })
          }
          className={cn(schema.sensitive === true && 'bg-amber-soft text-amber hover:text-amber')}
        >
          <EyeOff aria-hidden />
        </Button>
        {readOnly ? null : (
          <Button variant="ghost" size="icon-sm" aria-label={`Remove ${path}`} onClick={onRemove}>
            <Trash2 aria-hidden />
          </Button>
        )}
      </div>
      {wrong && typed !== null ? <p className="pl-9 text-red text-xs">{wrong}</p> : null}
      {used.length > 0 ? (
        <p className="pl-9 text-amber text-xs">
          Used as <code>{path}</code> in {used.map(languageName).join(', ')}: change it there too.
        </p>
      ) : null}
      {open ? (
        <FieldDetails
          field={field}
          kind={kind}
          path={path}
          readOnly={readOnly}
          used={whereUsed(path, content)}
          onChange={onChange}
        />
      ) : null}
      {kind === 'group' ? nested(schema, `${path}.`, (next) => onChange({ ...field, schema: next })) : null}
      {kind === 'list' ? (
        <div className="grid gap-1 pl-9">
          <div className="flex items-center gap-2 text-muted text-xs">
            Each item is
            <Select
              aria-label={`Kind of each item of ${path}`}
              value={ofItems ?? ''}
              disabled={readOnly}
              {...(ofItems === null ? { placeholder: 'anything' } : {})}
              onChange={({ target }) => setItems(target.value as Kind)}
              options={kinds
                .filter((one) => one !== 'list')
                .map((one) => ({ value: one, label: kindWords[one].toLowerCase() }))}
              className="w-40"
            />
          </div>
          {ofItems === 'group'
            ? nested(asSchema(schema.items), `${path}[].`, (next) =>
                onChange({ ...field, schema: { ...schema, items: next } }),
              )
            : null}
        </div>
      ) : null}
    </li>
  )
}
