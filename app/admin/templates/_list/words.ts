/** What is said of a new template's name and key, and examples. */
export const namedWords = {
  name: { hint: 'What it tells: Order shipped, Password reset.', placeholder: 'Order shipped' },
  key: {
    hint: 'Programs and workflows call it by this; it can’t be changed later.',
    placeholder: 'order-shipped',
  },
}
