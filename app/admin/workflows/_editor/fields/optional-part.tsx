'use client'

import { type ReactNode, useId } from 'react'
import { Switch } from '#app/_components/ui/switch.tsx'

import { useEditor } from '../editor-context.tsx'

export interface OptionalPartProps {
  label: string
  about: string
  checked: boolean
  onCheckedChange: (on: boolean) => void
  error?: string | undefined
  /** Its fields, while it is on. */
  children?: ReactNode
}

/** Something that a workflow may do: off, or on with its fields. */
export function OptionalPart({ label, about, checked, onCheckedChange, error, children }: OptionalPartProps) {
  const { readOnly } = useEditor()
  const id = useId()
  return (
    <div className="grid gap-3 border-b pb-4 last:border-b-0 last:pb-0">
      <div className="flex items-start justify-between gap-3">
        <div className="grid min-w-0 gap-0.5">
          <h3 id={id} className="font-medium text-ink text-sm">
            {label}
          </h3>
          <p className="text-pretty text-muted text-xs">{about}</p>
        </div>
        <Switch
          withWord
          label={label}
          checked={checked}
          onCheckedChange={onCheckedChange}
          disabled={readOnly}
        />
      </div>
      {error ? <p className="text-red text-xs">{error}</p> : null}
      {checked && children ? (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset in a flex column keeps its minimum width in Safari.
        <div role="group" aria-labelledby={id} className="flex flex-wrap items-start gap-x-4 gap-y-3">
          {children}
        </div>
      ) : null}
    </div>
  )
}
