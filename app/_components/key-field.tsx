import { Field } from './ui/field.tsx'
import { Input } from './ui/input.tsx'

export interface KeyFieldProps {
  value: string
  followsName: boolean
  /** Null: follows the name again. */
  onChange: (key: string | null) => void
  error?: string | undefined
  hint: string
  placeholder: string
}

/** What programs call a thing by; made from its name until it is written by hand. */
export function KeyField({ value, followsName, onChange, error, hint, placeholder }: KeyFieldProps) {
  return (
    <Field label="Key" aside={followsName ? 'from the name' : undefined} hint={hint} error={error}>
      {(control) => (
        <Input
          {...control}
          value={value}
          maxLength={100}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          placeholder={placeholder}
          className="font-mono text-xs"
          onChange={({ target }) => onChange(target.value)}
          // Emptied and left, it follows the name again; not before, or nobody could empty it.
          onBlur={({ target }) => target.value === '' && onChange(null)}
        />
      )}
    </Field>
  )
}
