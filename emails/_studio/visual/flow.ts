import { mergeAttributes, Node } from '@tiptap/core'
import { attributesOf } from './node-attributes.ts'

/** Stands for a value of the event. */
export const Variable = Node.create({
  name: 'variable',
  group: 'inline',
  inline: true,
  atom: true,
  selectable: true,
  addAttributes: () => attributesOf('variable'),
  parseHTML: () => [{ tag: 'span[data-variable]' }],
  renderHTML: ({ node, HTMLAttributes }) => [
    'span',
    mergeAttributes({ 'data-variable': '' }, HTMLAttributes),
    `{${node.attrs.path}}`,
  ],
  renderText: ({ node }) => `{${node.attrs.path}}`,
})

/** Blocks that are shown if a value is something; after them at most one `otherwise`. */
export const ShowIf = Node.create({
  name: 'showIf',
  group: 'block',
  content: 'block+ otherwise?',
  defining: true,
  addAttributes: () => attributesOf('showIf'),
  parseHTML: () => [{ tag: 'div[data-show-if]' }],
  renderHTML: ({ HTMLAttributes }) => ['div', mergeAttributes({ 'data-show-if': '' }, HTMLAttributes), 0],
})

export const Otherwise = Node.create({
  name: 'otherwise',
  content: 'block+',
  defining: true,
  selectable: false,
  parseHTML: () => [{ tag: 'div[data-otherwise]' }],
  renderHTML: () => ['div', { 'data-otherwise': '' }, 0],
})

/** Blocks that are written once for each item of a list. */
export const Repeat = Node.create({
  name: 'repeat',
  group: 'block',
  content: 'block+',
  defining: true,
  addAttributes: () => attributesOf('repeat'),
  parseHTML: () => [{ tag: 'div[data-repeat-block]' }],
  renderHTML: ({ HTMLAttributes }) => [
    'div',
    mergeAttributes({ 'data-repeat-block': '' }, HTMLAttributes),
    0,
  ],
})
