import {
  createContext,
  createElement,
  Fragment,
  isValidElement,
  type ReactElement,
  type ReactNode,
  useContext,
} from 'react'
import { type Lookup, type Scope, something } from './lookup.ts'
import type { Mark, MarkFilter } from './marks.ts'
import { formatOf, pathOf } from './vocabulary-input.ts'

/** What stands behind the words below while a template is rendered: marks, or a person's real data. */
export interface Rendering {
  /** The text of a value; `at`: the item of a list that it is asked for in. */
  value(mark: Extract<Mark, { kind: 'value' }>, at: Scope | null): string
  /** Null: real data, so that a condition is decided and a list repeated. */
  mark: ((mark: Mark) => string) | null
  lookup: Lookup
}

let rendering: Rendering | null = null

export function startRendering(next: Rendering): void {
  rendering = next
  making = undefined
}

function current(): Rendering {
  if (!rendering) throw new Error('posthorn: nothing is being rendered')
  return rendering
}

const Around = createContext<Scope | null>(null)
/** While the children of an <Each> are being made; their components read the context instead, being made later. */
let making: Scope | undefined

function scope(): Scope | null {
  if (making) return making
  try {
    // biome-ignore lint/correctness/useHookAtTopLevel: React allows reading a context in a condition
    return useContext(Around)
  } catch {
    return null // Called while the module is loaded, outside of any component.
  }
}

type Format = MarkFilter['name'] | MarkFilter

/**
 * A value of the notification, to stand in a text or in an attribute.
 *
 * @param path names from the data's root, or from the name (`as`) of an <Each> around it: `order.total`
 * @param options `fallback`: written when there is no value, without one the value is required; `format`: how a number,
 *   an amount or a moment is written in the recipient's language
 * @throws when the path or the format can't be one
 */
export function v(path: string, options: { fallback?: string | number; format?: Format } = {}): string {
  const { fallback, format } = options ?? {}
  const filter = formatOf(format, `v('${path}')`)
  return current().value(
    {
      kind: 'value',
      path: pathOf(path, 'v'),
      ...(fallback !== undefined && fallback !== null && { fallback: String(fallback) }),
      ...(filter && { filter }),
    },
    scope(),
  )
}

/** The sandbox makes functions of what stands inside, so that it is made for each item, or not at all. */
type Inside = ReactNode | (() => ReactNode)

const made = (inside: Inside): ReactNode => (typeof inside === 'function' ? inside() : inside)

interface IfProps {
  /** The path of a value: shown when it is there and neither empty, 0 nor false. */
  when: string
  /** Shown when the value is this one instead. */
  is?: string | number | boolean
  /** Turns it round. */
  not?: boolean
  /** Shown otherwise; as <Else> inside. */
  else?: Inside
  children?: Inside
}

/** Shows what is inside when a value is there, or is a certain one. @throws when `when` can't be a path */
export function If({ when, is, not, else: otherwise, children }: IfProps): ReactNode {
  const path = pathOf(when, '<If when>')
  if (is !== undefined && !['string', 'number', 'boolean'].includes(typeof is))
    throw new TypeError('<If is> must be a text, a number or true or false')
  const { mark, lookup } = current()
  if (mark) {
    const [body, last] = branches(children, otherwise)
    const start = mark({ kind: 'if', path, ...(is !== undefined && { is }), ...(not && { not: true }) })
    const turn = last === undefined ? null : [mark({ kind: 'else' }), made(last)]
    return createElement(Fragment, null, start, body, turn?.[0], turn?.[1], mark({ kind: 'end' }))
  }
  const holds = something(lookup(path, scope()), is) !== Boolean(not)
  const [body, last] = branches(children, otherwise)
  return holds ? body : made(last)
}

/** What is shown in the place of what stands before it in an <If>. @throws anywhere else */
export function Else(_props: { children?: Inside }): ReactNode {
  throw new TypeError('<Else> must stand directly inside <If>, as the last there')
}

function branches(children: Inside, otherwise: Inside | undefined): [ReactNode, Inside | undefined] {
  const inside = made(children)
  const whole = isValidElement(inside) && inside.type === Fragment ? childrenOf(inside) : inside
  const list: ReactNode[] = Array.isArray(whole) ? whole : [whole]
  const at = list.findIndex((child) => isValidElement(child) && child.type === Else)
  if (at < 0) return [createElement(Fragment, null, ...list), otherwise]
  if (otherwise !== undefined)
    throw new TypeError('<If> has both an <Else> and else={…}: leave one of them out')
  if (at < list.length - 1) throw new TypeError('<Else> must stand as the last inside <If>')
  return [createElement(Fragment, null, ...list.slice(0, at)), childrenOf(list[at] as ReactElement) ?? null]
}

const childrenOf = (element: ReactElement): Inside => (element.props as { children?: Inside }).children

interface EachProps {
  /** The path of a list. */
  of: string
  /** What an item is called inside: `item`, for `v('item.name')`. */
  as: string
  children?: Inside
}

/** Shows what is inside once for each item of a list. @throws when `of` can't be a path or `as` a name */
export function Each({ of, as, children }: EachProps): ReactNode {
  const path = pathOf(of, '<Each of>')
  const name = pathOf(as, '<Each as>')
  if (name.length > 1) throw new TypeError(`<Each as="${as}">: a name has no dots`)
  const { mark, lookup } = current()
  if (mark) {
    return createElement(
      Fragment,
      null,
      mark({ kind: 'each', path, as: String(name[0]) }),
      made(children),
      mark({ kind: 'end' }),
    )
  }
  const outer = scope()
  const list = lookup(path, outer)
  if (!Array.isArray(list)) return null
  return list.map((value, index) => {
    const inner: Scope = { name: String(name[0]), value, outer }
    return createElement(Around, { key: index, value: inner }, within(inner, children))
  })
}

function within(inner: Scope, children: Inside): ReactNode {
  const before = making
  making = inner
  try {
    return made(children)
  } finally {
    making = before
  }
}
