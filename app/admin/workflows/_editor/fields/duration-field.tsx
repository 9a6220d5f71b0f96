'use client'

import { useState } from 'react'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { Select } from '#app/_components/ui/select.tsx'
import { asCount, durationUnits } from '../../_words/duration.ts'

export interface DurationFieldProps {
  label: string
  /** Seconds; 0 while nothing that counts is typed. */
  value: number
  onValueChange: (seconds: number) => void
  hint?: string | undefined
  error?: string | undefined
  className?: string
}

/** A time as a number and its unit; the unit stays as it was chosen while the number is typed. */
export function DurationField({ label, value, onValueChange, hint, error, className }: DurationFieldProps) {
  const [unit, setUnit] = useState(() => asCount(value).unit)
  const [typed, setTyped] = useState(() => textOf(value, unit))
  // Changed from outside: undone, or another version.
  if (secondsOf(typed, unit) !== value) {
    const next = value % unit === 0 ? unit : asCount(value).unit
    setUnit(next)
    setTyped(textOf(value, next))
  }
  const change = (text: string, of: number) => {
    setTyped(text)
    setUnit(of)
    onValueChange(secondsOf(text, of))
  }
  return (
    <Field label={label} hint={hint} error={error} {...(className ? { className } : {})}>
      {(control) => (
        <span className="flex max-w-56 gap-2">
          <Input
            {...control}
            inputMode="decimal"
            value={typed}
            maxLength={9}
            autoComplete="off"
            className="w-20 text-right tabular-nums"
            onChange={({ target }) => change(target.value, unit)}
          />
          <Select
            aria-label={`${label}: unit`}
            value={String(unit)}
            options={durationUnits}
            onChange={({ target }) => change(typed, Number(target.value))}
          />
        </span>
      )}
    </Field>
  )
}

const textOf = (seconds: number, unit: number) => (seconds > 0 ? String(seconds / unit) : '')

/** Whole seconds; 0 for what is no number. */
function secondsOf(text: string, unit: number): number {
  const count = Number(text.trim().replace(',', '.'))
  return Number.isFinite(count) && count > 0 ? Math.round(count * unit) : 0
}
