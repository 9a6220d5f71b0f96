'use client'

import { useMemo } from 'react'
import { Combobox } from '#app/_components/ui/combobox.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { fieldError } from '#app/_trpc/field-error.ts'
import { languageOptions, zoneOptions } from './choices.ts'

/** What is typed of a user; empty: no value. */
export interface TypedUser {
  email_address: string
  name: string
  external_id: string
  phone_number: string
  preferred_language: string
  timezone: string
}

export const emptyUser: TypedUser = {
  ...{ email_address: '', name: '', external_id: '', phone_number: '' },
  ...{ preferred_language: '', timezone: '' },
}

export interface UserFieldsProps {
  typed: TypedUser
  onType: (change: Partial<TypedUser>) => void
  /** What the server said. */
  error: unknown
}

const plain = { autoComplete: 'off', autoCapitalize: 'none', spellCheck: false } as const

/** The fields of a user, for adding and for changing one. */
export function UserFields({ typed, onType, error }: UserFieldsProps) {
  const languages = useMemo(() => languageOptions(typed.preferred_language), [typed.preferred_language])
  const zones = useMemo(() => zoneOptions(typed.timezone), [typed.timezone])
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <Field label="E-mail" error={fieldError(error, 'email_address')}>
        {(control) => (
          <Input
            {...control}
            {...plain}
            type="email"
            value={typed.email_address}
            onChange={({ target }) => onType({ email_address: target.value })}
          />
        )}
      </Field>
      <Field label="Name" aside="optional" error={fieldError(error, 'name')}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            value={typed.name}
            onChange={({ target }) => onType({ name: target.value })}
          />
        )}
      </Field>
      <Field
        label="External id"
        aside="optional"
        hint="By which your programs know this person."
        error={fieldError(error, 'external_id')}
      >
        {(control) => (
          <Input
            {...control}
            {...plain}
            value={typed.external_id}
            onChange={({ target }) => onType({ external_id: target.value })}
          />
        )}
      </Field>
      <Field label="Phone" aside="optional" error={fieldError(error, 'phone_number')}>
        {(control) => (
          <Input
            {...control}
            {...plain}
            type="tel"
            value={typed.phone_number}
            onChange={({ target }) => onType({ phone_number: target.value })}
          />
        )}
      </Field>
      <Field label="Language" aside="optional" error={fieldError(error, 'preferred_language')}>
        {(control) => (
          <Combobox
            label="Language"
            control={control}
            options={languages}
            value={typed.preferred_language}
            onValueChange={(preferred_language) => onType({ preferred_language })}
          />
        )}
      </Field>
      <Field
        label="Time zone"
        aside="optional"
        hint="Quiet hours are in it."
        error={fieldError(error, 'timezone')}
      >
        {(control) => (
          <Combobox
            label="Time zone"
            control={control}
            options={zones}
            value={typed.timezone}
            onValueChange={(timezone) => onType({ timezone })}
          />
        )}
      </Field>
    </div>
  )
}
