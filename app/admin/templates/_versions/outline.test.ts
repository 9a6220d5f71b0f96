import { describe, expect, it } from 'vitest'
import { outlineOf } from './outline.ts'

const doc = {
  type: 'doc',
  content: [
    {
      type: 'heading',
      attrs: { level: 1, align: null },
      content: [
        { type: 'text', text: 'Hello ' },
        { type: 'variable', attrs: { path: 'recipient.name', fallback: 'there', format: null } },
      ],
    },
    {
      type: 'showIf',
      attrs: { path: 'order.express', is: true, not: false },
      content: [
        {
          type: 'paragraph',
          content: [
            { type: 'text', text: 'Track it ' },
            { type: 'text', text: 'here', marks: [{ type: 'link', attrs: { href: 'https://x.test' } }] },
          ],
        },
        { type: 'image', attrs: { src: 'https://x.test/a.png', alt: '', width: 200 } },
      ],
    },
    { type: 'bulletList', content: [{ type: 'listItem', content: [{ type: 'paragraph' }] }] },
  ],
}

describe('the outline of a visual document', () => {
  it('has a line for each block, by depth, with what it says', () => {
    expect(outlineOf(doc).split('\n')).toEqual([
      'Heading level=1: Hello {recipient.name fallback=there}',
      'Show if is=true path=order.express',
      '  Paragraph: Track it [here](link href=https://x.test)',
      '  Image src=https://x.test/a.png width=200',
      'Bullet list',
      '  List item',
      '    Paragraph',
    ])
  })

  it('is empty for what is no document', () => {
    expect(outlineOf(null)).toBe('')
    expect(outlineOf({ type: 'doc' })).toBe('')
  })
})
