'use client'

import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import type { RouterOutputs } from '#server/trpc/root.ts'

export interface CategoryFieldProps {
  value: string
  onChange: (category: string) => void
  error?: string | undefined
}

type Category = RouterOutputs['categories']['list']['categories'][number]

/** What kind of message it is: one of the settings’ categories, else a key that somebody names. */
export function CategoryField({ value, onChange, error }: CategoryFieldProps) {
  const trpc = useTRPC()
  const known = useQuery(trpc.categories.list.queryOptions())
  const listId = useId()
  const { categories = [], unknown = [] } = known.data ?? {}
  const chosen = categories.find(({ key }) => key === value)
  return (
    <Field label="Category" hint={known.data ? meaning(value, chosen) : null} error={error}>
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
            {categories.map(({ key, name }) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
            {unknown.map((key) => (
              <option key={key} value={key} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}

/** What follows from the category, for somebody who writes a mail of it. */
function meaning(value: string, category: Category | undefined): string {
  if (value.trim() === '') return 'People choose by it what they get.'
  if (!category) return 'Not among the categories of the settings: on by default, with a link to unsubscribe.'
  if (category.required) return `${category.name}: nobody can switch it off.`
  return category.unsubscribable
    ? `${category.name}: people can switch it off, and every mail needs a link to unsubscribe.`
    : `${category.name}: people can switch it off; mails need no link to unsubscribe.`
}
