import { Children, type CSSProperties, createContext, type ReactNode, useContext } from 'react'
import { Img, Button as MailButton } from 'react-email'
import type { MarkFilter } from '../marks.ts'
import { ForEach, ShownIf, useText, Value } from './marking.tsx'
import { namesOf } from './paths.ts'
import { conditionOf, Flowing, isPlain, type Part, StandingContext } from './render-text.tsx'
import type { Condition } from './types.ts'

type Alignment = 'left' | 'center' | 'right'

/** A table for layout: what mail programs of all ages keep in place. */
function Layout({
  style,
  children,
  ...props
}: {
  style?: CSSProperties
  className?: string | undefined
  children: ReactNode
}) {
  return (
    <table
      role="presentation"
      width="100%"
      border={0}
      cellPadding={0}
      cellSpacing={0}
      style={style}
      {...props}
    >
      <tbody>
        <tr>{children}</tr>
      </tbody>
    </table>
  )
}

export function Button({ node, look, children }: Part) {
  const { href, align, background, colour } = (node.attrs ?? {}) as Record<string, string | null>
  const isOwn = Boolean(background || colour)
  const address = useText(href ?? '')
  return (
    <Layout style={{ margin: '8px 0 20px' }}>
      <td align={(align ?? 'left') as Alignment}>
        <MailButton
          {...(isOwn ? {} : { className: 'solid' })}
          href={address}
          style={{
            ...look.button,
            ...(background ? { backgroundColor: background } : {}),
            ...(colour ? { color: colour } : {}),
          }}
        >
          {children}
        </MailButton>
      </td>
    </Layout>
  )
}

export function Image({ node }: Part) {
  const { src, alt, width, align, href } = node.attrs ?? {}
  const source = useText(String(src ?? ''))
  const address = useText(String(href ?? ''))
  const image = (
    <Img
      src={source}
      alt={String(alt ?? '')}
      {...(width ? { width: width as number } : {})}
      style={{
        display: 'inline-block',
        maxWidth: '100%',
        ...(width ? { width: `${width}px`, height: 'auto' } : {}),
      }}
    />
  )
  return (
    <Layout style={{ margin: '0 0 16px' }}>
      <td align={(align ?? 'left') as Alignment}>{href ? <a href={address}>{image}</a> : image}</td>
    </Layout>
  )
}

export function Divider({ look }: Part) {
  return <hr className="line" style={look.rule} />
}

/** What the last block leaves under itself, px. */
const AFTER = 12

export function Section({ node, look, children }: Part) {
  const { background, padding, border } = node.attrs ?? {}
  const room = (padding as number | undefined) ?? 16
  return (
    <Layout
      {...(background || border ? { className: 'panel' } : {})}
      style={{
        margin: '4px 0 20px',
        borderRadius: look.button.borderRadius,
        borderCollapse: 'separate',
        ...(background ? { backgroundColor: background as string } : {}),
        ...(border ? { border: `1px solid ${look.line}` } : {}),
      }}
    >
      <td style={{ padding: `${room}px ${room}px ${Math.max(room - AFTER, 0)}px` }}>{children}</td>
    </Layout>
  )
}

/** Of a column or a cell: what only its place says. */
interface Place {
  isFirst: boolean
  /** A column's width in percent when it has none of its own. */
  share: number
  /** Between columns, px. */
  gap: number
}
const PlaceContext = createContext<Place>({ isFirst: true, share: 100, gap: 0 })
const LinesContext = createContext(true)

/** Each child with its place. */
function placed(children: ReactNode, gap: number): ReactNode {
  const list = Children.toArray(children)
  const share = Math.floor(100 / Math.max(1, list.length))
  return list.map((child, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a mail is written once, nothing of it moves
    <PlaceContext key={at} value={{ isFirst: at === 0, share, gap }}>
      {child}
    </PlaceContext>
  ))
}

/** Side by side; one under the other on a phone. */
export function Columns({ node, children }: Part) {
  return (
    <Layout style={{ margin: '0 0 12px', tableLayout: 'fixed' }}>
      {placed(children, (node.attrs?.gap as number | undefined) ?? 16)}
    </Layout>
  )
}

export function Column({ node, children }: Part) {
  const { isFirst, share, gap } = useContext(PlaceContext)
  const width = `${(node.attrs?.width as number | null) ?? share}%`
  return (
    <td
      className="column"
      valign="top"
      width={width}
      style={{ width, ...(isFirst ? {} : { paddingLeft: `${gap}px` }) }}
    >
      {children}
    </td>
  )
}

/** A real table: its heads are read out, and it stands as columns in plain text. */
export function Table({ node, children }: Part) {
  return (
    <table
      data-text-format="dataTable"
      width="100%"
      border={0}
      cellPadding={0}
      cellSpacing={0}
      style={{ margin: '0 0 20px' }}
    >
      <tbody>
        <LinesContext value={node.attrs?.lines !== false}>{children}</LinesContext>
      </tbody>
    </table>
  )
}

export function TableRow({ node, children }: Part) {
  return (
    <Flowing node={node}>
      <tr>{placed(children, 0)}</tr>
    </Flowing>
  )
}

export function Cell({ node, look, children }: Part) {
  const { isFirst } = useContext(PlaceContext)
  const isHead = node.type === 'tableHeader'
  const isLined = useContext(LinesContext) && !isHead
  const Tag = isHead ? 'th' : 'td'
  const { colspan, rowspan, align } = node.attrs ?? {}
  const side = (align ?? 'left') as Alignment
  return (
    <Tag
      className={isHead ? 'muted' : isLined ? 'text line' : 'text'}
      align={side}
      valign="top"
      {...(isHead ? { scope: 'col' } : {})}
      {...(colspan === 1 ? {} : { colSpan: colspan as number })}
      {...(rowspan === 1 ? {} : { rowSpan: rowspan as number })}
      style={{
        ...(isHead ? look.header : look.cell),
        ...(isLined ? { borderTop: `1px solid ${look.line}` } : {}),
        ...(isFirst ? {} : { paddingLeft: '14px' }),
        textAlign: side,
      }}
    >
      <StandingContext value={isPlain(node) ? 'bare' : 'tight'}>{children}</StandingContext>
    </Tag>
  )
}

export function Variable({ node }: Part) {
  const { path, fallback, format } = node.attrs ?? {}
  return (
    <Value
      path={namesOf(path) ?? []}
      {...(typeof fallback === 'string' ? { fallback } : {})}
      {...(format ? { filter: format as MarkFilter } : {})}
    />
  )
}

export function ShowIf({ node, children }: Part) {
  const parts = Children.toArray(children)
  const hasOther = node.content?.at(-1)?.type === 'otherwise'
  return (
    <ShownIf
      condition={conditionOf(node.attrs as unknown as Condition)}
      {...(hasOther ? { otherwise: parts.at(-1) } : {})}
    >
      {hasOther ? parts.slice(0, -1) : parts}
    </ShownIf>
  )
}

export function Otherwise({ children }: Part) {
  return children
}

export function Repeat({ node, children }: Part) {
  return (
    <ForEach path={namesOf(node.attrs?.path) ?? []} as={String(node.attrs?.as)}>
      {children}
    </ForEach>
  )
}

export function HardBreak() {
  return <br />
}
