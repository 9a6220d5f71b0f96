import { type CSSProperties, createContext, type ReactNode, useContext } from 'react'
import type { Look } from './look.ts'
import { ForEach, ShownIf, useText } from './marking.tsx'
import { namesOf } from './paths.ts'
import type { Condition, DocNode, Repeat } from './types.ts'

export interface Part {
  node: DocNode
  look: Look
  children: ReactNode
}

/** Where a paragraph stands: on its own, in a list or a cell (no room around it), or alone in a cell (no tag at all). */
type Standing = 'free' | 'tight' | 'bare'
export const StandingContext = createContext<Standing>('free')

type Alignment = 'left' | 'center' | 'right'
export const aligned = (node: DocNode): CSSProperties =>
  node.attrs?.align ? { textAlign: node.attrs.align as Alignment } : {}

const coloured = (node: DocNode): CSSProperties =>
  node.attrs?.colour ? { color: node.attrs.colour as string } : {}

export function Paragraph({ node, look, children }: Part) {
  const standing = useContext(StandingContext)
  if (standing === 'bare') return children
  const { look: kind } = node.attrs ?? {}
  const own = kind === 'small' ? look.small : kind === 'large' ? look.large : look.text
  const margin = standing === 'tight' ? '0' : '0 0 12px'
  const isMuted = kind === 'muted' || kind === 'small'
  return (
    <p
      className={isMuted ? 'muted' : 'text'}
      style={{ ...own, ...(isMuted ? look.muted : {}), margin, ...coloured(node), ...aligned(node) }}
    >
      {node.content?.length ? children : <br />}
    </p>
  )
}

export function Heading({ node, look, children }: Part) {
  const level = node.attrs?.level === 1 ? 'h1' : node.attrs?.level === 3 ? 'h3' : 'h2'
  const Tag = level
  return (
    <Tag className="text" style={{ ...look[level], ...coloured(node), ...aligned(node) }}>
      {children}
    </Tag>
  )
}

export function BulletList({ look, children }: Part) {
  return (
    <ul className="text" style={look.list}>
      {children}
    </ul>
  )
}

export function OrderedList({ node, look, children }: Part) {
  return (
    <ol className="text" start={node.attrs?.start as number} style={look.list}>
      {children}
    </ol>
  )
}

export function ListItem({ node, look, children }: Part) {
  return (
    <Flowing node={node}>
      <li className="text" style={look.item}>
        <StandingContext value={isPlain(node) ? 'bare' : 'tight'}>{children}</StandingContext>
      </li>
    </Flowing>
  )
}

/** A single paragraph without a look of its own: written without its tag. */
export function isPlain({ content = [] }: DocNode): boolean {
  const [only, ...others] = content
  return (
    only?.type === 'paragraph' &&
    others.length === 0 &&
    Object.values(only.attrs ?? {}).every((it) => it === null)
  )
}

export function Blockquote({ node, look, children }: Part) {
  return (
    <blockquote className="line" style={look.quote}>
      <StandingContext value={node.content?.length === 1 ? 'tight' : 'free'}>{children}</StandingContext>
    </blockquote>
  )
}

export function Link({
  mark,
  look,
  children,
}: {
  mark: { attrs?: Record<string, unknown> }
  look: Look
  children: ReactNode
}) {
  return (
    <a className="link" href={useText(String(mark.attrs?.href ?? ''))} style={look.link}>
      {children}
    </a>
  )
}

/** A condition as it is marked. */
export function conditionOf({ path, is, not }: Condition) {
  return {
    path: namesOf(path) ?? [],
    ...(is === null || is === undefined ? {} : { is }),
    ...(not ? { not: true as const } : {}),
  }
}

/** A row or an item that is repeated, or shown only if; the condition is asked for each of those repeated. */
export function Flowing({ node, children }: { node: DocNode; children: ReactNode }) {
  const repeat = node.attrs?.repeat as Repeat | null | undefined
  const condition = node.attrs?.showIf as Condition | null | undefined
  const shown = condition ? <ShownIf condition={conditionOf(condition)}>{children}</ShownIf> : children
  if (!repeat) return shown
  return (
    <ForEach path={namesOf(repeat.path) ?? []} as={repeat.as}>
      {shown}
    </ForEach>
  )
}
