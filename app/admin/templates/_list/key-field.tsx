import { KeyField as AnyKeyField, type KeyFieldProps } from '#app/_components/key-field.tsx'

/** A template's key. */
export const KeyField = (props: Omit<KeyFieldProps, 'hint' | 'placeholder'>) => (
  <AnyKeyField
    {...props}
    hint="Programs and workflows call it by this; it can’t be changed later."
    placeholder="order-shipped"
  />
)
