const text = (words: string, marks?: { type: string; attrs?: Record<string, unknown> }[]) => ({
  type: 'text',
  text: words,
  ...(marks && { marks }),
})
const paragraph = (...content: object[]) => ({ type: 'paragraph', content })
const cell = (words: string, align: string | null = null) => ({
  type: 'tableCell',
  attrs: { align },
  content: [paragraph(text(words))],
})
const row = (name: string, amount: string) => ({
  type: 'tableRow',
  content: [cell(name), cell(amount, 'right')],
})

/** A mail with something of everything that a theme gives a look to. */
export const sampleDocument = {
  type: 'doc',
  content: [
    { type: 'heading', attrs: { level: 1 }, content: [text('Your order is on its way')] },
    paragraph(text('Hello Ada,')),
    paragraph(
      text('the parcel left us this morning. You can '),
      text('follow it', [{ type: 'link', attrs: { href: 'https://example.com/parcel' } }]),
      text(' until it is at your door.'),
    ),
    { type: 'button', attrs: { href: 'https://example.com/parcel' }, content: [text('Follow the parcel')] },
    { type: 'heading', attrs: { level: 2 }, content: [text('What is in it')] },
    { type: 'table', content: [row('Wool socks, three pairs', '€24.00'), row('Gift wrapping', '€7.50')] },
    {
      type: 'paragraph',
      attrs: { look: 'muted' },
      content: [text('Prices with tax. Send back what does not fit within 30 days.')],
    },
  ],
}
