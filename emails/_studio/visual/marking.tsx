import { createContext, type ReactNode, useContext } from 'react'
import { type Lookup, lookupIn, type Scope, something } from '../lookup.ts'
import { type Mark, markText } from '../marks.ts'
import { partsOf } from './paths.ts'
import type { Concrete, IfMark, ValueMark } from './types.ts'

/** What a document is written with: marks, which are collected in their order, or real values. */
export interface Marking {
  marks: Mark[]
  concrete: Concrete | null
  lookup: Lookup
}

/** @param concrete null: marks come out */
export const startMarking = (concrete: Concrete | null): Marking => ({
  marks: [],
  concrete,
  lookup: lookupIn(concrete?.data, concrete?.builtIn),
})

export const MarkingContext = createContext<Marking | null>(null)
const ScopeContext = createContext<Scope | null>(null)

function useMarking(): { marking: Marking; scope: Scope | null } {
  const marking = useContext(MarkingContext)
  const scope = useContext(ScopeContext)
  if (!marking) throw new Error('a part of a document outside of a document')
  return { marking, scope }
}

const put = (marking: Marking, mark: Mark): string => markText(marking.marks.push(mark) - 1)

function written({ marking, scope }: ReturnType<typeof useMarking>, mark: ValueMark): string {
  const { concrete, lookup } = marking
  return concrete ? concrete.text(lookup(mark.path, scope), mark, itemsOf(scope)) : put(marking, mark)
}

/** The items around a place by their names; an inner one hides an outer one of its name. */
const itemsOf = (scope: Scope | null): Record<string, unknown> =>
  scope ? { ...itemsOf(scope.outer), [scope.name]: scope.value } : {}

export function Value(mark: Omit<ValueMark, 'kind'>): ReactNode {
  return written(useMarking(), { kind: 'value', ...mark })
}

/** A text with `{path|fallback}` in it, each replaced by its value or mark: an address, a line of the footer. */
export function useText(text: string): string {
  const here = useMarking()
  return partsOf(text)
    .map((part) => (typeof part === 'string' ? part : written(here, { kind: 'value', ...part })))
    .join('')
}

/** A mark alone: its own component, so that marks are numbered in the order in which they stand. */
function Sign({ mark }: { mark: Mark }): ReactNode {
  return put(useMarking().marking, mark)
}

interface ShownIfProps {
  condition: Omit<IfMark, 'kind'>
  children: ReactNode
  otherwise?: ReactNode
}

export function ShownIf({ condition, children, otherwise }: ShownIfProps): ReactNode {
  const { marking, scope } = useMarking()
  if (marking.concrete) {
    const holds = something(marking.lookup(condition.path, scope), condition.is) !== Boolean(condition.not)
    return holds ? children : otherwise
  }
  return (
    <>
      <Sign mark={{ kind: 'if', ...condition }} />
      {children}
      {otherwise === undefined ? null : (
        <>
          <Sign mark={{ kind: 'else' }} />
          {otherwise}
        </>
      )}
      <Sign mark={{ kind: 'end' }} />
    </>
  )
}

export function ForEach({
  path,
  as,
  children,
}: {
  path: string[]
  as: string
  children: ReactNode
}): ReactNode {
  const { marking, scope } = useMarking()
  if (marking.concrete) {
    const list = marking.lookup(path, scope)
    if (!Array.isArray(list)) return null
    return list.map((value, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a mail is written once, nothing of it moves
      <ScopeContext key={index} value={{ name: as, value, outer: scope }}>
        {children}
      </ScopeContext>
    ))
  }
  return (
    <>
      <Sign mark={{ kind: 'each', path, as }} />
      {children}
      <Sign mark={{ kind: 'end' }} />
    </>
  )
}
