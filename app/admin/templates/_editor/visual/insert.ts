import type { Editor, JSONContent, Range } from '@tiptap/core'
import { NodeSelection, Selection, TextSelection } from '@tiptap/pm/state'

/**
 * Puts a block in the place of a range, on a line of its own, and the cursor at its first text; a block without text is
 * selected.
 */
export function insertBlock(editor: Editor, range: Range, block: JSONContent): void {
  editor
    .chain()
    .focus()
    .deleteRange(range)
    .insertContent(block)
    .command(({ tr, dispatch }) => {
      if (!dispatch) return true
      let found = -1
      const from = Math.max(0, tr.doc.resolve(Math.min(range.from, tr.doc.content.size)).start(1) - 1)
      tr.doc.nodesBetween(from, tr.doc.content.size, (node, pos) => {
        if (
          found < 0 &&
          pos + node.nodeSize > range.from - 1 &&
          node.type.name === block.type &&
          pos >= range.from - 2
        )
          found = pos
        return found < 0
      })
      if (found < 0) return true
      const inside = Selection.findFrom(tr.doc.resolve(found + 1), 1, true)
      const node = tr.doc.nodeAt(found)
      const hasText = inside && node && inside.from < found + node.nodeSize
      // Words that only stand in for the author's own are replaced by typing.
      const words =
        hasText && node.isTextblock
          ? TextSelection.create(tr.doc, found + 1, found + 1 + node.content.size)
          : inside
      tr.setSelection(hasText && words ? words : NodeSelection.create(tr.doc, found)).scrollIntoView()
      return true
    })
    .run()
}

/** The innermost node of these types around the cursor, or the selected one. */
export function around(editor: Editor, ...types: string[]): { pos: number; type: string } | null {
  const { selection } = editor.state
  if (selection instanceof NodeSelection && types.includes(selection.node.type.name)) {
    return { pos: selection.from, type: selection.node.type.name }
  }
  const { $from: place } = selection
  for (let depth = place.depth; depth > 0; depth--) {
    const type = place.node(depth).type.name
    if (types.includes(type)) return { pos: place.before(depth), type }
  }
  return null
}

/** Changes attributes of a node and leaves the selection where it is. */
export function setAttributes(editor: Editor, pos: number, attributes: Record<string, unknown>): void {
  editor.commands.command(({ tr }) => {
    for (const [name, value] of Object.entries(attributes)) tr.setNodeAttribute(pos, name, value)
    return true
  })
}

const paragraph = (text?: string): JSONContent => ({
  type: 'paragraph',
  ...(text ? { content: [{ type: 'text', text }] } : {}),
})

export const blocks = {
  button: { type: 'button', content: [{ type: 'text', text: 'Open' }] },
  image: { type: 'image' },
  section: { type: 'section', attrs: { border: true }, content: [paragraph()] },
  columns: (count: number): JSONContent => ({
    type: 'columns',
    content: Array.from({ length: count }, () => ({ type: 'column', content: [paragraph()] })),
  }),
  table: {
    type: 'table',
    content: ['tableHeader', 'tableCell'].map((type) => ({
      type: 'tableRow',
      content: [1, 2, 3].map(() => ({ type, content: [paragraph()] })),
    })),
  },
  showIf: { type: 'showIf', content: [paragraph()] },
  repeat: { type: 'repeat', content: [paragraph()] },
} satisfies Record<string, JSONContent | ((count: number) => JSONContent)>
