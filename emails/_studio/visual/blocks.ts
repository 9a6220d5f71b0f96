import { mergeAttributes, Node } from '@tiptap/core'
import { attributesOf } from './node-attributes.ts'

/** A link that looks like a button; alone on its line. */
export const Button = Node.create({
  name: 'button',
  group: 'block',
  content: 'inline*',
  marks: 'bold italic',
  defining: true,
  addAttributes: () => attributesOf('button'),
  parseHTML: () => [{ tag: 'div[data-button]' }],
  renderHTML: ({ HTMLAttributes: { href, ...attributes } }) => [
    'div',
    mergeAttributes({ 'data-button': '', href }, attributes),
    ['span', 0],
  ],
})

export const Image = Node.create({
  name: 'image',
  group: 'block',
  atom: true,
  draggable: true,
  addAttributes: () => attributesOf('image'),
  parseHTML: () => [{ tag: 'img[src]' }],
  renderHTML: ({ HTMLAttributes }) => ['img', HTMLAttributes],
})

/** A part with a ground and room of its own. */
export const Section = Node.create({
  name: 'section',
  group: 'block',
  content: 'block+',
  defining: true,
  addAttributes: () => attributesOf('section'),
  parseHTML: () => [{ tag: 'section[data-section]' }],
  renderHTML: ({ HTMLAttributes }) => ['section', mergeAttributes({ 'data-section': '' }, HTMLAttributes), 0],
})

export const Columns = Node.create({
  name: 'columns',
  group: 'block',
  content: 'column{2,4}',
  defining: true,
  isolating: true,
  addAttributes: () => attributesOf('columns'),
  parseHTML: () => [{ tag: 'div[data-columns]' }],
  renderHTML: ({ HTMLAttributes }) => ['div', mergeAttributes({ 'data-columns': '' }, HTMLAttributes), 0],
})

export const Column = Node.create({
  name: 'column',
  content: 'block+',
  isolating: true,
  addAttributes: () => attributesOf('column'),
  parseHTML: () => [{ tag: 'div[data-column]' }],
  renderHTML: ({ HTMLAttributes }) => ['div', mergeAttributes({ 'data-column': '' }, HTMLAttributes), 0],
})
