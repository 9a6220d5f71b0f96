import { KeyField as AnyKeyField, type KeyFieldProps } from '#app/_components/key-field.tsx'

/** What is said of a template's key, and an example. */
export const keyWords = {
  hint: 'Programs and workflows call it by this; it can’t be changed later.',
  placeholder: 'order-shipped',
}

/** A template's key. */
export const KeyField = (props: Omit<KeyFieldProps, 'hint' | 'placeholder'>) => (
  <AnyKeyField {...props} {...keyWords} />
)
