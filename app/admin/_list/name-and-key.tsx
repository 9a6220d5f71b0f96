import { KeyField } from '#app/_components/key-field.tsx'
import { slugOf } from '#app/_components/slug.ts'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'

export interface Named {
  name: string
  /** Null: follows the name. */
  key: string | null
}

/** The key that goes with what is written. */
export const keyOf = ({ name, key }: Named): string => key ?? slugOf(name)

/** What is said of the two fields, and examples. */
export interface NamedWords {
  name?: { hint: string; placeholder: string }
  key: { hint: string; placeholder: string }
}

export interface NameAndKeyProps {
  value: Named
  onChange: (part: Partial<Named>) => void
  words: NamedWords
  errors: { name?: string | undefined; key?: string | undefined }
}

/** What something new is called by people, and by programs. */
export function NameAndKey({ value, onChange, words, errors }: NameAndKeyProps) {
  return (
    <>
      <Field label="Name" hint={words.name?.hint} error={errors.name}>
        {(control) => (
          <Input
            {...control}
            value={value.name}
            maxLength={100}
            autoComplete="off"
            placeholder={words.name?.placeholder}
            onChange={({ target }) => onChange({ name: target.value })}
          />
        )}
      </Field>
      <KeyField
        {...words.key}
        value={keyOf(value)}
        followsName={value.key === null}
        onChange={(key) => onChange({ key })}
        error={errors.key}
      />
    </>
  )
}
