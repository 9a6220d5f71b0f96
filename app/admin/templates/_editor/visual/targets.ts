import type { Editor } from '@tiptap/core'
import { NodeSelection } from '@tiptap/pm/state'

/** Something around the cursor, or selected, that has settings. */
export interface Target {
  type: string
  /** Where it stands; of a link: where the cursor is. */
  pos: number
  attrs: Record<string, unknown>
}

export const TITLES: Record<string, string> = {
  showIf: 'Show if',
  repeat: 'Repeat',
  section: 'Section',
  columns: 'Columns',
  table: 'Table',
  tableRow: 'Row',
  listItem: 'Item',
  button: 'Button',
  image: 'Image',
  variable: 'Variable',
  link: 'Link',
}

/** From the outermost to the innermost. */
export function targetsOf(editor: Editor): Target[] {
  const { selection } = editor.state
  const { $from: place } = selection
  const found: Target[] = []
  for (let depth = 1; depth <= place.depth; depth++) {
    const node = place.node(depth)
    if (TITLES[node.type.name])
      found.push({ type: node.type.name, pos: place.before(depth), attrs: node.attrs })
  }
  if (selection instanceof NodeSelection && TITLES[selection.node.type.name]) {
    found.push({ type: selection.node.type.name, pos: selection.from, attrs: selection.node.attrs })
  }
  return editor.isActive('link')
    ? [...found, { type: 'link', pos: selection.from, attrs: editor.getAttributes('link') }]
    : found
}
