import { Schema } from '@tiptap/pm/model'
import { expect, test } from 'vitest'
import { positionOf, positionOfName } from './positions.ts'

const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: { group: 'block', content: 'inline*' },
    repeat: { group: 'block', content: 'block+', attrs: { path: {}, as: {} } },
    button: { group: 'block', content: 'inline*', attrs: { href: {} } },
    variable: { group: 'inline', inline: true, attrs: { path: {} } },
    text: { group: 'inline' },
  },
})
const variable = (path: string) => ({ type: 'variable', attrs: { path } })
const paragraph = (...content: object[]) => ({ type: 'paragraph', content })
const doc = schema.nodeFromJSON({
  type: 'doc',
  content: [
    paragraph({ type: 'text', text: 'Hello ' }, variable('customer.name')),
    {
      type: 'repeat',
      attrs: { path: 'orders', as: 'order' },
      content: [
        {
          type: 'repeat',
          attrs: { path: 'order.items', as: 'item' },
          content: [paragraph(variable('item.name'))],
        },
      ],
    },
    { type: 'button', attrs: { href: 'https://a.example/{slug|none}' } },
  ],
})

test.each([
  ['customer.name', [0, 1]],
  ['orders', [1]],
  ['orders.[].items', [1, 0]],
  ['orders.[].items.[].name', [1, 0, 0, 0]],
  ['item.name', [1, 0, 0, 0]],
  ['slug', [2]],
])('%s is found where it is asked for', (name, indexes) => {
  const found = positionOfName(doc, name)
  expect(found).toEqual(positionOf(doc, indexes))
  expect(found && doc.nodeAt(found.pos)).toBe(found?.node)
})

test('what nothing asks for is nowhere', () => expect(positionOfName(doc, 'name')).toBeNull())
