import type { DocNode } from '../visual/types.ts'

/** What a new visual template begins with; `recipient.name` is there for every template. */
export const visualStarter: DocNode = {
  type: 'doc',
  content: [
    {
      type: 'heading',
      attrs: { level: 1 },
      content: [{ type: 'text', text: 'What happened, in a few words' }],
    },
    {
      type: 'paragraph',
      content: [
        { type: 'text', text: 'Hello ' },
        { type: 'variable', attrs: { path: 'recipient.name', fallback: 'there' } },
        { type: 'text', text: ',' },
      ],
    },
    {
      type: 'paragraph',
      content: [{ type: 'text', text: 'Say here what it means for the reader, and what to do next.' }],
    },
    { type: 'button', attrs: { href: '{app.url}' }, content: [{ type: 'text', text: 'Open' }] },
  ],
}
