import { type CodeProblem, TOO_DEEP } from './imports.ts'
import type { CodePlace } from './protocol.ts'
import type { Ended } from './sandbox.ts'
import { FILE, type Transpiled } from './transpile.ts'

interface Thrown {
  name: string
  message: string
  stack: string
}

type Why = Extract<Ended, { kind: 'ended' }>['why']

export const TOO_LARGE = 'The mail has more than 1 million characters; Gmail shows 102 KB of one'

const ENDS: Record<Why, string> = {
  time: 'The template takes more than 2 s to render. Is there a loop in it that never ends?',
  memory: 'The template needs more than 64 MB of memory',
  stack: 'The template calls itself too deeply. Is there a component inside of itself?',
  deep: TOO_DEEP,
  waiting: 'The template waits for something that never comes: a mail is rendered at once, without promises',
  answer: 'The template broke what renders it: it must not change the built-in objects',
  trap: 'The template ended the sandbox that it runs in',
}

/** Of React's numbered errors (its production build has no texts) those that an author of a mail can cause. */
const REACT: Record<string, (args: string[]) => string> = {
  31: ([what = '']) =>
    `${what.includes('object Promise') ? 'A promise' : 'An object'} can't be shown as text${named(what)}: write a text, or a value with v("…")`,
  60: () => 'An element has both children and dangerouslySetInnerHTML: leave one of them out',
  61: () => 'dangerouslySetInnerHTML must be written as {{ __html: "…" }}',
  62: () => 'style must be an object, as style={{ color: "red" }}',
  130: ([type = '']) =>
    `A component is ${type || 'nothing'}: is it imported by its right name, or exported at all?`,
  137: ([tag = '']) => `<${tag}> can have nothing inside`,
  282: () => 'An error in a component of the template',
  321: () => 'Hooks can only be called inside of a component',
  482: () => 'A component of a mail must not wait: it is rendered at once, without promises',
}
const named = (what: string): string => (what ? ` (${what})` : '')

const ABSENT = new Set([
  'process',
  'fetch',
  'window',
  'document',
  'Buffer',
  'XMLHttpRequest',
  'Intl',
  'crypto',
])
const TIMERS = new Set([
  'setTimeout',
  'setInterval',
  'setImmediate',
  'requestAnimationFrame',
  'queueMicrotask',
])

/** What an author threw, or was thrown by what they wrote, in words and with its place. */
export function explained({ name, message, stack }: Thrown, { original }: Transpiled): CodeProblem {
  if (message === 'TOO_LARGE' && stack === '') return { message: TOO_LARGE, at: null }
  return { message: worded(name, message), at: placeIn(stack, original) }
}

export function ended(why: Why, stack: string, { original }: Transpiled): CodeProblem {
  return { message: ENDS[why], at: placeIn(stack, original) }
}

function worded(name: string, message: string): string {
  if (/out of memory/i.test(message)) return ENDS.memory
  if (/stack overflow|call stack/i.test(message)) return ENDS.stack
  const react = /Minified React error #(\d+);[^?]*?(?:errors\/\d+(\?\S*))?/.exec(message)
  if (react) return reactWords(message, react[1] ?? '')
  const [, absent = ''] = /^'?([\w$]+)'? is not defined$/.exec(message) ?? []
  if (TIMERS.has(absent)) return `There is no ${absent} in a template: a mail is rendered at once`
  if (ABSENT.has(absent))
    return `There is no ${absent} in a template: what it shows comes from the notification, with v("…")`
  if (message === '')
    return name ? `The template threw ${name} without a message` : 'The template threw an error'
  return message
}

function reactWords(message: string, number: string): string {
  const args = Array.from(message.matchAll(/args\[\]=([^&\s]*)/g), ([, arg = '']) => decoded(arg))
  return (
    REACT[number]?.(args) ??
    `React can't render this (its error ${number}${args.length > 0 ? `: ${args.join(', ')}` : ''})`
  )
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const FRAME = new RegExp(`${FILE.replace('.', '\\.')}:(\\d+)(?::(\\d+))?`, 'g')
/** The sandbox puts a line before the module. */
const LINES_BEFORE = 1

/** The innermost place of a stack that the author wrote. */
function placeIn(stack: string, original: Transpiled['original']): CodePlace | null {
  for (const [, line = '', column = '1'] of stack.matchAll(FRAME)) {
    const place = original({ line: Number(line) - LINES_BEFORE, column: Number(column) })
    if (place) return place
  }
  return null
}
