import type { AnyExtension } from '@tiptap/core'
import { Button, Column, Columns, Image, Section } from './blocks.ts'
import { Otherwise, Repeat, ShowIf, Variable } from './flow.ts'
import { Table, TableCell, TableHeader, TableRow } from './table.ts'
import { textExtensions } from './text-extensions.ts'

/**
 * What a visual template may be made of: the same for the editor in the browser and for the compiler. Not the
 * package's own set: with Prism, Tailwind and prettier that is 2.3 MB in the browser, and a React view per heading.
 */
export const visualExtensions: AnyExtension[] = [
  ...textExtensions,
  ...[Button, Image, Section, Columns, Column],
  ...[Table, TableRow, TableCell, TableHeader],
  ...[Variable, ShowIf, Otherwise, Repeat],
]
