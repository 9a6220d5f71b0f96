import { KeyField as AnyKeyField, type KeyFieldProps } from '#app/_components/key-field.tsx'

/** What is said of a workflow's key, and an example. */
export const keyWords = {
  hint: 'Of several workflows for the same event the first by key is asked first. It can’t be changed later.',
  placeholder: 'order-received',
}

/** A workflow's key. */
export const KeyField = (props: Omit<KeyFieldProps, 'hint' | 'placeholder'>) => (
  <AnyKeyField {...props} {...keyWords} />
)
