'use client'

import { type ReactNode, type Ref, useState } from 'react'
import { Field } from './field.tsx'
import { Input } from './input.tsx'

export interface PasswordFieldProps {
  label: string
  name?: string
  /** `current-password` or `new-password`, for password managers. */
  autoComplete: 'current-password' | 'new-password'
  value?: string
  onValueChange?: (value: string) => void
  ref?: Ref<HTMLInputElement>
  hint?: ReactNode
  error?: ReactNode
  minLength?: number
  autoFocus?: boolean
  className?: string
}

/** A password that can be shown while it is typed. Without `value` the form keeps it. */
export function PasswordField({
  label,
  hint,
  error,
  onValueChange,
  className,
  ...input
}: PasswordFieldProps) {
  const [shown, setShown] = useState(false)
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      aside={
        <button
          type="button"
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
          className="-my-1 rounded-sm px-1 py-1 text-muted hover:text-ink"
        >
          {shown ? 'Hide' : 'Show'}
          <span className="sr-only"> {label.toLowerCase()}</span>
        </button>
      }
    >
      {(control) => (
        <Input
          {...control}
          {...input}
          type={shown ? 'text' : 'password'}
          required
          maxLength={128}
          autoCapitalize="none"
          spellCheck={false}
          {...(onValueChange ? { onChange: ({ target }) => onValueChange(target.value) } : {})}
          {...(className ? { className } : {})}
        />
      )}
    </Field>
  )
}
