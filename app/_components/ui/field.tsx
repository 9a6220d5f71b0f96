'use client'

import { CircleAlert } from 'lucide-react'
import { Label as Radix } from 'radix-ui'
import { type ComponentProps, type ReactNode, useId } from 'react'
import { cn } from './cn.ts'

export function Label({ className, ...props }: ComponentProps<typeof Radix.Root>) {
  return <Radix.Root {...props} className={cn('font-medium text-ink text-sm', className)} />
}

/** What the control inside a `Field` has to take: `<Input {...control} />`. */
export interface FieldControl {
  id: string
  'aria-describedby'?: string
  'aria-invalid'?: true
}

export interface FieldProps {
  label: string
  hint?: ReactNode
  /** Says what is wrong and how to put it right; takes the place of the hint. */
  error?: ReactNode
  /** Stands right of the label: “optional”, a link. */
  aside?: ReactNode
  children: (control: FieldControl) => ReactNode
  className?: string
}

/** Label, control, and the hint or the error, tied together for screen readers. */
export function Field({ label, hint, error, aside, children, className }: FieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  const noted = Boolean(error || hint)
  return (
    <div className={cn('grid gap-1.5', className)}>
      <div className="flex items-baseline justify-between gap-2">
        <Label htmlFor={id} className="wrap-anywhere min-w-0">
          {label}
        </Label>
        {aside ? <span className="shrink-0 text-muted text-xs">{aside}</span> : null}
      </div>
      {children({
        id,
        ...(noted ? { 'aria-describedby': noteId } : {}),
        ...(error ? { 'aria-invalid': true as const } : {}),
      })}
      {error ? (
        <p id={noteId} className="flex items-start gap-1.5 text-red text-xs">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {/* The server’s words go on from the field’s name: “must not be empty”. */}
          <span className="first-letter:uppercase">{error}</span>
        </p>
      ) : hint ? (
        <p id={noteId} className="text-muted text-xs">
          {hint}
        </p>
      ) : null}
    </div>
  )
}
