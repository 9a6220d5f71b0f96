import type { Mark } from '../marks.ts'

/** A node of the visual editor's document, as ProseMirror writes it. */
export interface DocNode {
  type: string
  attrs?: Record<string, unknown>
  content?: DocNode[]
  marks?: { type: string; attrs?: Record<string, unknown> }[]
  text?: string
}

/** As `BrandTheme` of `server/templates/sources.ts`. */
export interface Theme {
  brandName: string
  logo: { url: string; alt: string; width: number } | null
  colours: { page: string; card: string; text: string; muted: string; accent: string; onAccent: string }
  font: string
  headingFont: string
  fontSize: number
  radius: number
  width: number
  footer: string
}

/** Something wrong with a document; `node`: the indexes from the root to what it is about. */
export interface DocProblem {
  severity: 'error' | 'warning'
  message: string
  where: { field: 'doc'; node: number[] }
}

export type ValueMark = Extract<Mark, { kind: 'value' }>
export type IfMark = Extract<Mark, { kind: 'if' }>

/** With it a document is written with real values instead of marks. */
export interface Concrete {
  data: Readonly<Record<string, unknown>>
  builtIn: Readonly<Record<string, unknown>>
  /** A value as text, by the mark's fallback and filter; not escaped. `items`: of the repeats around it, by their names. */
  text: (value: unknown, mark: ValueMark, items?: Readonly<Record<string, unknown>>) => string
}

/** Of a row or a list item: once for each item of the list at the path. */
export interface Repeat {
  path: string
  as: string
}

/** Of a row or a list item, and of a block: shown if what is at the path is something, or `is` this; `not` turns it round. */
export interface Condition {
  path: string
  is: string | number | boolean | null
  not: boolean
}
