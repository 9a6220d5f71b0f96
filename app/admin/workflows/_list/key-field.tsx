import { KeyField as AnyKeyField, type KeyFieldProps } from '#app/_components/key-field.tsx'

/** A workflow's key. */
export const KeyField = (props: Omit<KeyFieldProps, 'hint' | 'placeholder'>) => (
  <AnyKeyField
    {...props}
    hint="Of several workflows for the same event the first by key is asked first. It can’t be changed later."
    placeholder="order-received"
  />
)
