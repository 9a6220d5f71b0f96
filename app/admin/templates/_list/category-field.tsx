'use client'

import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'

export interface CategoryFieldProps {
  value: string
  onChange: (category: string) => void
  error?: string | undefined
}

/** What kind of message it is: one that other templates have, or a new one. */
export function CategoryField({ value, onChange, error }: CategoryFieldProps) {
  const trpc = useTRPC()
  const known = useQuery(trpc.templates.categories.queryOptions())
  const listId = useId()
  return (
    <Field
      label="Category"
      hint="People choose by it what they get. Nobody can switch “security” off."
      error={error}
    >
      {(control) => (
        <>
          <Input
            {...control}
            list={listId}
            value={value}
            maxLength={64}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            onChange={({ target }) => onChange(target.value)}
          />
          <datalist id={listId}>
            {known.data?.map((category) => (
              <option key={category} value={category} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}
