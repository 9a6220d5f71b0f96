import type { Editor, Range } from '@tiptap/core'
import {
  Braces,
  Columns2,
  Columns3,
  Heading1,
  Heading2,
  Heading3,
  Image,
  List,
  ListOrdered,
  type LucideIcon,
  Minus,
  Quote,
  RectangleHorizontal,
  Repeat,
  SquareDashed,
  Table,
  Type,
  Workflow,
} from 'lucide-react'
import { around, blocks, insertBlock } from './insert.ts'

/** The settings field to go to after a block was put in: `showIf.path`. */
export type AskFor = (field: string) => void

export interface SlashItem {
  title: string
  note: string
  icon: LucideIcon
  /** Other words that find it. */
  words: string
  /** Left out: everywhere. */
  isOffered?: (editor: Editor) => boolean
  run: (editor: Editor, range: Range, askFor: AskFor) => void
}

const block =
  (make: (chain: ReturnType<Editor['chain']>) => ReturnType<Editor['chain']>) =>
  (editor: Editor, range: Range) => {
    make(editor.chain().focus().deleteRange(range)).run()
  }

/** A row or an item of a list that is repeated or shown only if: set at it, not around it. */
const ofRow = (field: 'repeat' | 'showIf') => (editor: Editor, range: Range, askFor: AskFor) => {
  editor.chain().focus().deleteRange(range).run()
  const row = around(editor, 'tableRow', 'listItem')
  if (row) askFor(`${row.type}.${field}`)
}
const inRow = (type: string) => (editor: Editor) => around(editor, 'tableRow', 'listItem')?.type === type

export const slashItems: SlashItem[] = [
  {
    title: 'Repeat this row',
    note: 'Once for each item of a list',
    icon: Repeat,
    words: 'each loop list',
    isOffered: inRow('tableRow'),
    run: ofRow('repeat'),
  },
  {
    title: 'Show this row if',
    note: 'Only if there is a value',
    icon: Workflow,
    words: 'condition',
    isOffered: inRow('tableRow'),
    run: ofRow('showIf'),
  },
  {
    title: 'Repeat this item',
    note: 'Once for each item of a list',
    icon: Repeat,
    words: 'each loop list',
    isOffered: inRow('listItem'),
    run: ofRow('repeat'),
  },
  {
    title: 'Show this item if',
    note: 'Only if there is a value',
    icon: Workflow,
    words: 'condition',
    isOffered: inRow('listItem'),
    run: ofRow('showIf'),
  },
  {
    title: 'Variable',
    note: 'A value of the event',
    icon: Braces,
    words: 'value placeholder field name',
    // The brace opens the picker.
    run: (editor, range) => {
      editor.chain().focus().deleteRange(range).insertContent('{').run()
    },
  },
  {
    title: 'Show if',
    note: 'Blocks that only some see',
    icon: Workflow,
    words: 'condition when',
    run: (editor, range, askFor) => {
      insertBlock(editor, range, blocks.showIf)
      askFor('showIf.path')
    },
  },
  {
    title: 'Repeat',
    note: 'Blocks for each item of a list',
    icon: Repeat,
    words: 'each loop list for',
    run: (editor, range, askFor) => {
      insertBlock(editor, range, blocks.repeat)
      askFor('repeat.path')
    },
  },
  {
    title: 'Text',
    note: 'A paragraph',
    icon: Type,
    words: 'paragraph p',
    run: block((chain) => chain.setParagraph()),
  },
  {
    title: 'Heading 1',
    note: 'The heading of the mail',
    icon: Heading1,
    words: 'title h1',
    run: block((chain) => chain.setHeading({ level: 1 })),
  },
  {
    title: 'Heading 2',
    note: 'A part’s heading',
    icon: Heading2,
    words: 'subtitle h2',
    run: block((chain) => chain.setHeading({ level: 2 })),
  },
  {
    title: 'Heading 3',
    note: 'A small heading',
    icon: Heading3,
    words: 'h3',
    run: block((chain) => chain.setHeading({ level: 3 })),
  },
  {
    title: 'Bullet list',
    note: 'A list with dots',
    icon: List,
    words: 'unordered ul',
    run: block((chain) => chain.toggleBulletList()),
  },
  {
    title: 'Numbered list',
    note: 'A list with numbers',
    icon: ListOrdered,
    words: 'ordered ol',
    run: block((chain) => chain.toggleOrderedList()),
  },
  {
    title: 'Quote',
    note: 'Somebody’s words',
    icon: Quote,
    words: 'blockquote',
    run: block((chain) => chain.toggleBlockquote()),
  },
  {
    title: 'Button',
    note: 'A link that asks to be clicked',
    icon: RectangleHorizontal,
    words: 'action link cta',
    run: (editor, range, askFor) => {
      insertBlock(editor, range, blocks.button)
      askFor('button.href')
    },
  },
  {
    title: 'Image',
    note: 'Uploaded, or from an address',
    icon: Image,
    words: 'picture photo logo',
    run: (editor, range, askFor) => {
      insertBlock(editor, range, blocks.image)
      askFor('image.src')
    },
  },
  {
    title: 'Divider',
    note: 'A line across',
    icon: Minus,
    words: 'hr line rule',
    run: block((chain) => chain.setHorizontalRule()),
  },
  {
    title: 'Section',
    note: 'A box around blocks',
    icon: SquareDashed,
    words: 'panel box card',
    run: (editor, range) => insertBlock(editor, range, blocks.section),
  },
  {
    title: '2 columns',
    note: 'Side by side',
    icon: Columns2,
    words: 'columns two',
    run: (editor, range) => insertBlock(editor, range, blocks.columns(2)),
  },
  {
    title: '3 columns',
    note: 'Side by side',
    icon: Columns3,
    words: 'columns three',
    run: (editor, range) => insertBlock(editor, range, blocks.columns(3)),
  },
  {
    title: 'Table',
    note: 'Rows and columns with a head',
    icon: Table,
    words: 'rows grid',
    run: (editor, range) => insertBlock(editor, range, blocks.table),
  },
]

/** Those that are offered here and fit what was typed, best first. */
export function slashItemsFor(editor: Editor, query: string): SlashItem[] {
  const typed = query.trim().toLowerCase()
  const offered = slashItems.filter(({ isOffered }) => isOffered?.(editor) ?? true)
  if (typed === '') return offered
  const score = ({ title, words }: SlashItem): number => {
    const name = title.toLowerCase()
    if (name.startsWith(typed)) return 4
    if (name.replaceAll(' ', '').startsWith(typed)) return 3
    if (`${name} ${words}`.split(' ').some((word) => word.startsWith(typed))) return 2
    return name.includes(typed) ? 1 : 0
  }
  return offered
    .map((item, at) => ({ item, at, score: score(item) }))
    .filter((it) => it.score > 0)
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .map(({ item }) => item)
}
