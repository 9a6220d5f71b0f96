import { escapeHtml } from '#server/rendering/escape.ts'
import type { Segment, Value } from './format.ts'

/** An inbox shows about so many characters beside the subject, and goes on with the mail's text if there are fewer. */
const SHOWN = 150
const STYLE = 'display:none;overflow:hidden;line-height:1px;opacity:0;max-height:0;max-width:0;mso-hide:all'

/** The hidden element that an inbox reads first; empty where there is no preheader. `write` gives a value's HTML. */
export function preheaderElement(line: readonly Segment[], write: (value: Value) => string): string {
  if (line.length === 0) return ''
  let length = 0
  const words = line.map((segment) => {
    if (typeof segment === 'string') {
      length += segment.length
      return escapeHtml(segment)
    }
    return 'value' in segment ? write(segment) : ''
  })
  const filling = '\u00a0\u200c'.repeat(Math.max(0, SHOWN - length))
  return `<div data-skip-in-text="true" style="${STYLE}">${words.join('')}<div>${filling}</div></div>`
}

const BODY = /<body(?=[\s>])(?:"[^"]*"|'[^']*'|[^"'>])*>/i
const DOCTYPE = /^(?:\s*<!doctype[^>]*>)?/i

/** The HTML with the element as the first thing of its body. */
export function withPreheader(html: string, element: string): string {
  if (element === '') return html
  const body = BODY.exec(html)
  const at = body ? body.index + body[0].length : (DOCTYPE.exec(html)?.[0].length ?? 0)
  return html.slice(0, at) + element + html.slice(at)
}
