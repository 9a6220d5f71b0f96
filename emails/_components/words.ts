import { createElement, Fragment, type ReactNode } from 'react'

/** The texts of a mail by their names. `{order}` in one stands for a fact of the mail, as plain text. */
export type Strings = Readonly<Record<string, string>>

/** What a locale says otherwise than the code; the renderer adds it to the props, as `$wording`. */
export interface Wording {
  /** The subject, in place of the text `subject`. */
  subject?: ((facts: Strings) => string) | undefined
  strings?: Strings | undefined
}

interface Worded {
  $wording?: Wording | null | undefined
}

/** The template's own texts, but those that the locale says otherwise. */
export function words<Own extends Strings>(own: Own, { $wording }: Worded): Own {
  const other = $wording?.strings
  if (!other) return own
  const names = Object.keys(own).filter((name) => Object.hasOwn(other, name))
  return { ...own, ...Object.fromEntries(names.map((name) => [name, other[name]])) }
}

/** The subject: as the locale has it, else the text with its facts. */
export const subjectOf = ({ $wording }: Worded, text: string, facts: Strings): string =>
  $wording?.subject?.(facts) ?? fill(text, facts)

const PLACEHOLDER = /\{([a-z_]+)\}/g

/** The text with its facts in it. What is named by no fact stays as it is written. */
export const fill = (text: string, facts: Strings): string =>
  text.replace(PLACEHOLDER, (written, name: string) =>
    Object.hasOwn(facts, name) ? (facts[name] ?? '') : written,
  )

/** The text in its parts: each of `nodes` by itself, what is between them with its facts in it. */
export function pieces(text: string, nodes: Record<string, ReactNode>, facts: Strings = {}): ReactNode[] {
  const parts: ReactNode[] = []
  let from = 0
  for (const match of text.matchAll(PLACEHOLDER)) {
    const name = match[1] ?? ''
    if (!Object.hasOwn(nodes, name)) continue
    parts.push(fill(text.slice(from, match.index), facts), keyed(nodes[name], match.index))
    from = match.index + match[0].length
  }
  return [...parts, fill(text.slice(from), facts)]
}

/** Texts need no key in a list; everything else does. */
const keyed = (node: ReactNode, key: number): ReactNode =>
  typeof node === 'string' ? node : createElement(Fragment, { key }, node)
