/** What is said of a new workflow's name and key, and examples. */
export const namedWords = {
  name: { hint: 'What it does: Big order, Invoice due.', placeholder: 'Big order' },
  key: {
    hint: 'Of several workflows for the same event the first by key is asked first. It can’t be changed later.',
    placeholder: 'order-received',
  },
}
