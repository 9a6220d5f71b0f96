'use client'

import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'

export interface SecretFieldProps {
  value: string
  onValueChange: (secret: string) => void
  error?: string | undefined
}

/** A secret is made here, unless the sender has given one: then it is pasted. */
export function SecretField({ value, onValueChange, error }: SecretFieldProps) {
  const [given, setGiven] = useState(value !== '')
  if (!given) {
    return (
      <p className="text-muted text-xs">
        A secret is made for you.{' '}
        <Button variant="link" size="sm" className="inline-flex" onClick={() => setGiven(true)}>
          The sender gave me one
        </Button>
      </p>
    )
  }
  return (
    <Field
      label="The sender’s secret"
      hint="whsec_… as the sender shows it. Left empty, one is made."
      error={error}
    >
      {(control) => (
        <Input
          {...control}
          value={value}
          autoComplete="off"
          spellCheck={false}
          className="font-mono text-xs"
          onChange={({ target }) => onValueChange(target.value)}
        />
      )}
    </Field>
  )
}
