import type { Each, If, Segment, Value } from '#server/templates/compile/format.ts'
import { escapeFor, escapeHtml } from './escape.ts'
import { condition, type Scope, textReader } from './find.ts'
import { prepareFlow } from './prepare-flow.ts'
import { proseToHtml } from './prose.ts'
import { itemScope, repetition } from './repeat.ts'
import type { Run } from './run.ts'
import { TextFlow } from './text-flow.ts'

/** Writes a piece of a template. */
export type Write = (run: Run) => string

/**
 * Segments as functions, so that a mail looks nothing up in the template: made once, called for every mail. They close
 * over the segments; nothing is evaluated.
 */
export function prepare(segments: readonly Segment[], scope: Scope | null = null): Write {
  const parts = segments.map((segment) => (typeof segment === 'string' ? segment : part(segment, scope)))
  const length = parts.reduce((sum, one) => sum + (typeof one === 'string' ? one.length + 1 : 0), 0)
  const [only] = parts
  if (parts.length === 1 && typeof only === 'string') {
    return (run) => {
      run.take(length)
      return only
    }
  }
  return (run) => {
    run.take(length)
    let out = ''
    for (const one of parts) out += typeof one === 'string' ? one : one(run)
    return out
  }
}

function part(segment: Exclude<Segment, string>, scope: Scope | null): Write {
  if ('value' in segment) return value(segment, scope)
  if ('if' in segment) return either(segment, scope)
  if ('each' in segment) return each(segment, scope)
  if ('prose' in segment) return prose(segment.prose, scope)
  if ('flow' in segment) return flow(segment.flow, scope)
  throw new Error(`“${Object.keys(segment)[0]}” stands in flows only`)
}

function value(segment: Value, scope: Scope | null): Write {
  const read = textReader(segment, scope)
  const { context } = segment
  const isHtml = context === 'html' || context === 'attribute'
  return (run) => {
    const text = read(run)
    if (text === null) return ''
    const escaped = isHtml || run.asReact ? writtenAs(context, text) : escapeFor(context, text)
    run.take(escaped.length + 1)
    return escaped
  }
}

/** As React writes it: whatever it is for, in HTML it is escaped as text. */
const writtenAs = (context: Value['context'], text: string): string =>
  context === 'text' || context === 'link-text' || context === 'header' ? text : escapeHtml(text)

function either(segment: If, scope: Scope | null): Write {
  const holds = condition(segment.if, segment.is, segment.not, scope)
  const body = prepare(segment.body, scope)
  const otherwise = segment.else && prepare(segment.else, scope)
  return (run) => (holds(run) ? body(run) : (otherwise?.(run) ?? ''))
}

function each(segment: Each, scope: Scope | null): Write {
  const inside = itemScope(segment, scope)
  const repeat = repetition(segment, scope)
  const body = prepare(segment.body, inside)
  return (run) => {
    let out = ''
    repeat(run, () => {
      out += body(run)
    })
    return out
  }
}

function prose(segments: readonly Segment[], scope: Scope | null): Write {
  const write = prepare(segments, scope)
  return (run) => {
    const html = proseToHtml(write(run))
    run.take(html.length + 1)
    return html
  }
}

function flow(segments: readonly Segment[], scope: Scope | null): Write {
  const write = prepareFlow(segments, scope)
  return (run) => {
    const text = new TextFlow()
    write(run, text)
    return text.block.text
  }
}
