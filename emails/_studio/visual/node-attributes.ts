import type { Attributes } from '@tiptap/core'
import { NODE_ATTRIBUTES } from './attributes.ts'

/** How an attribute looks while it is edited; all others are kept in `data-…`, for copying and pasting only. */
const LOOK: Record<string, (value: string) => string> = {
  align: (value) => `text-align:${value}`,
  colour: (value) => `color:${value}`,
  background: (value) => `background-color:${value}`,
}
const OWN = new Set(['href', 'src', 'alt', 'colspan', 'rowspan', 'start'])

function parsed(text: string | null, fallback: unknown, isRight: (value: unknown) => boolean): unknown {
  if (text === null) return fallback
  try {
    const value: unknown = JSON.parse(text)
    return isRight(value) ? value : fallback
  } catch {
    return fallback
  }
}

/** The attributes of a node for ProseMirror, by its rules. */
export function attributesOf(type: string): Attributes {
  return Object.fromEntries(
    Object.entries(NODE_ATTRIBUTES[type] ?? {}).map(([name, { default: fallback, wrong }]) => {
      const isRight = (value: unknown) => wrong(value) === null
      // A heading's level is its tag.
      if (name === 'level') return [name, { default: fallback, rendered: false }]
      if (OWN.has(name)) {
        return [
          name,
          {
            default: fallback,
            parseHTML: (element: HTMLElement) => {
              const text = element.getAttribute(name)
              const value = typeof fallback === 'number' ? Number(text) : text
              return text !== null && isRight(value) ? value : fallback
            },
          },
        ]
      }
      const data = `data-${name.toLowerCase()}`
      return [
        name,
        {
          default: fallback,
          // A new item after one that is repeated is none of its repeats.
          keepOnSplit: name !== 'repeat' && name !== 'showIf',
          parseHTML: (element: HTMLElement) => parsed(element.getAttribute(data), fallback, isRight),
          renderHTML: (attributes: Record<string, unknown>) => {
            const value = attributes[name]
            if (value === fallback || value === undefined) return {}
            const style = typeof value === 'string' ? LOOK[name]?.(value) : undefined
            return { [data]: JSON.stringify(value), ...(style ? { style } : {}) }
          },
        },
      ]
    }),
  )
}
