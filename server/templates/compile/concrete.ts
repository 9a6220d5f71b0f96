import { escapeHtml } from '#server/rendering/escape.ts'
import { textOf } from '#server/rendering/filters.ts'
import type { Values } from '#server/rendering/run.ts'
import { declaredAs, type Variables } from './declared.ts'
import type { Path, Value } from './format.ts'
import { compileLine } from './line.ts'
import type { Concrete } from './marked.ts'
import { preheaderElement } from './preheader.ts'

interface Options {
  locale: string
  variables: Variables | null
  values: Values
  timezone: string | null
}

/** What a mail is rendered with when it is rendered with these values. */
export function concreteOf({ locale, variables, values, timezone }: Options): Concrete {
  const reader = { locale, timezone }
  return {
    data: values.data,
    builtIn: values.builtIn,
    text(value, mark, items = {}) {
      const isAbsent = value === undefined || value === null || value === ''
      if (isAbsent) return mark.fallback ?? declaredAs(variables, mark.path).fallback ?? ''
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return ''
      return textOf(value, mark.filter, reader, (path) => valueAt(path, { ...values, items }))
    },
  }
}

/** The preheader's element with the same values. */
export function concretePreheader(preheader: string, options: Options): string {
  const { text } = concreteOf(options)
  const write = ({ value: path, fallback }: Value) => {
    const mark = { kind: 'value' as const, path, ...(fallback !== undefined && { fallback }) }
    return escapeHtml(text(valueAt(path, { ...options.values, items: {} }), mark))
  }
  return preheaderElement(
    compileLine(preheader, () => 'html'),
    write,
  )
}

type Named = Readonly<Record<string, unknown>>

/** Own properties only, as the renderer. */
function valueAt(path: Readonly<Path>, { items, data, builtIn }: Values & { items: Named }): unknown {
  const [first = ''] = path
  const start = [items, data, builtIn].find((holder) => Object.hasOwn(holder, first))
  return path.reduce<unknown>(
    (holder, name) =>
      typeof holder === 'object' && holder !== null && !Array.isArray(holder) && Object.hasOwn(holder, name)
        ? (holder as Named)[name]
        : undefined,
    start,
  )
}
