import { composeReactEmail, EmailMark, EmailNode } from '@react-email/editor/core'
import { type AnyExtension, type Editor, Extension, type Node, type Mark as TiptapMark } from '@tiptap/core'
import type { ComponentType, ReactNode } from 'react'
import type { Mark } from '../marks.ts'
import { checkDocument, visualSchema } from './check.ts'
import { visualExtensions } from './extensions.ts'
import { Frame } from './frame.tsx'
import { type Look, lookOf } from './look.ts'
import { type Marking, MarkingContext, startMarking } from './marking.tsx'
import * as blocks from './render-blocks.tsx'
import * as text from './render-text.tsx'
import type { Concrete, DocNode, DocProblem, Theme } from './types.ts'
import { warningsOf } from './warnings.ts'

export interface ComposeOptions {
  /** BCP 47 */
  locale: string
  theme: Theme
  /** With it real values are written instead of marks. */
  concrete?: Concrete | undefined
}

export type Composed = { html: string; marks: Mark[]; problems: DocProblem[] } | { problems: DocProblem[] }

const NODES: Record<string, ComponentType<text.Part>> = {
  paragraph: text.Paragraph,
  heading: text.Heading,
  bulletList: text.BulletList,
  orderedList: text.OrderedList,
  listItem: text.ListItem,
  blockquote: text.Blockquote,
  hardBreak: blocks.HardBreak,
  horizontalRule: blocks.Divider,
  button: blocks.Button,
  image: blocks.Image,
  section: blocks.Section,
  columns: blocks.Columns,
  column: blocks.Column,
  table: blocks.Table,
  tableRow: blocks.TableRow,
  tableCell: blocks.Cell,
  tableHeader: blocks.Cell,
  variable: blocks.Variable,
  showIf: blocks.ShowIf,
  otherwise: blocks.Otherwise,
  repeat: blocks.Repeat,
  text: ({ children }) => children,
}

type MarkProps = { mark: { attrs?: Record<string, unknown> }; look: Look; children: ReactNode }
const MARKS: Record<string, ComponentType<MarkProps>> = {
  bold: ({ children }) => <strong>{children}</strong>,
  italic: ({ children }) => <em>{children}</em>,
  underline: ({ children }) => <u>{children}</u>,
  strike: ({ children }) => <s>{children}</s>,
  code: ({ look, children }) => (
    <code className="panel" style={look.code}>
      {children}
    </code>
  ),
  link: text.Link,
}

/** What the package's `composeReactEmail` asks of an extension, with our components at their theme. */
function rendered(extension: AnyExtension, look: Look): AnyExtension {
  const Block = NODES[extension.name]
  if (Block && extension.type === 'node') {
    return EmailNode.from(extension as Node, ({ node, children }) => (
      <Block node={node as DocNode} look={look}>
        {children}
      </Block>
    ))
  }
  const Format = MARKS[extension.name]
  if (Format && extension.type === 'mark') {
    return EmailMark.from(extension as TiptapMark, ({ mark, children }) => (
      <Format mark={mark as { attrs?: Record<string, unknown> }} look={look}>
        {children}
      </Format>
    ))
  }
  return extension
}

interface Composing {
  locale: string
  theme: Theme
  look: Look
  marking: Marking
}

/** Called with the object that stands for the editor: what is being composed is on it. */
function BaseTemplate({ editor, children }: { editor: unknown; children: ReactNode }) {
  const { marking, ...frame } = (editor as { composing: Composing }).composing
  return (
    <MarkingContext value={marking}>
      <Frame {...frame}>{children}</Frame>
    </MarkingContext>
  )
}

const frame = Extension.create({
  name: 'frame',
  addOptions: () => ({ serializerPlugin: { getNodeStyles: () => ({}), BaseTemplate } }),
})

/**
 * Writes a visual template's document as the whole HTML of a mail: with marks in place of values and around conditions
 * and repeats, or with real values. Nothing of the document is trusted.
 *
 * @returns without `html` when the document has errors; else the problems are warnings
 */
export async function composeVisual(
  source: unknown,
  { locale, theme, concrete }: ComposeOptions,
): Promise<Composed> {
  const { doc, problems } = checkDocument(source)
  if (!doc) return { problems }
  const marking = startMarking(concrete ?? null)
  const look = lookOf(theme)
  const extensions = [...visualExtensions.map((extension) => rendered(extension, look)), frame]
  // It reads no more of an editor than this: none is made, since one wants a browser.
  const editor = {
    getJSON: () => doc,
    extensionManager: { extensions },
    schema: visualSchema(),
    composing: { locale, theme, look, marking } satisfies Composing,
  }
  const { unformattedHtml } = await composeReactEmail({ editor: editor as unknown as Editor })
  return { html: unformattedHtml, marks: marking.marks, problems: warningsOf(doc) }
}
