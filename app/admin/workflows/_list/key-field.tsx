import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'

export interface KeyFieldProps {
  value: string
  followsName: boolean
  /** Null: follows the name again. */
  onChange: (key: string | null) => void
  error?: string | undefined
}

/** The name of a workflow for programs; made from its name until it is written by hand. */
export function KeyField({ value, followsName, onChange, error }: KeyFieldProps) {
  return (
    <Field
      label="Key"
      aside={followsName ? 'from the name' : undefined}
      hint="Of several workflows for the same event the first by key is asked first. It can’t be changed later."
      error={error}
    >
      {(control) => (
        <Input
          {...control}
          value={value}
          maxLength={100}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          placeholder="order-received"
          className="font-mono text-xs"
          onChange={({ target }) => onChange(target.value)}
          // Emptied and left, it follows the name again; not before, or nobody could empty it.
          onBlur={({ target }) => target.value === '' && onChange(null)}
        />
      )}
    </Field>
  )
}
