/**
 * What a template of the studio is rendered with in place of values: short marks in the mail's HTML, each a number
 * between two private-use characters. Letter-free, so that nothing changes their case; what they stand for is kept
 * beside the HTML, never in it. `server/templates/compile` reads them back.
 */

const OPEN = '\uE000'
const CLOSE = '\uE001'
/** The digits 0 to 9. */
const ZERO = 0xe010

/** Characters that no source may contain, since a mark could be made of them. */
export const RESERVED: RegExp = /[\uE000-\uE01F]/

const MARK = /\uE000([\uE010-\uE019]{1,6})\uE001/g

/** As `Filter` of `server/templates/compile/format.ts`. */
export type MarkFilter =
  | { name: 'number' | 'upper' | 'lower' }
  | { name: 'money'; currency: string | string[] }
  | { name: 'date' | 'time' | 'datetime'; style?: 'short' | 'medium' | 'long' | undefined }

/**
 * A value, or the beginning, the turning point or the end of a part that is shown if, or once for each item. Paths are
 * names from the data's root, or from the name (`as`) of an item around it.
 */
export type Mark =
  | { kind: 'value'; path: string[]; fallback?: string | undefined; filter?: MarkFilter | undefined }
  | { kind: 'if'; path: string[]; is?: string | number | boolean | undefined; not?: true | undefined }
  | { kind: 'each'; path: string[]; as: string }
  | { kind: 'else' }
  | { kind: 'end' }

/** The text that stands for the mark with this number. */
export const markText = (number: number): string =>
  OPEN + String(number).replace(/\d/g, (digit) => String.fromCharCode(ZERO + Number(digit))) + CLOSE

/** The marks of a text, in their order: from `start` up to, not including, `end`. */
export function marksOf(text: string): { start: number; end: number; number: number }[] {
  return Array.from(text.matchAll(MARK), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    number: Number((match[1] ?? '').replace(/./g, (digit) => String(digit.charCodeAt(0) - ZERO))),
  }))
}
