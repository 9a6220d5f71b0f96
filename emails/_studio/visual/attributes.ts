import type { MarkFilter } from '../marks.ts'
import { RESERVED } from '../marks.ts'
import { isName, namesOf, partsOf } from './paths.ts'

/** An attribute: what it is when left out, and what is wrong with a value (null: nothing). */
export interface AttributeRule {
  default: unknown
  wrong: (value: unknown) => string | null
}

const rule = (
  fallback: unknown,
  isRight: (value: unknown) => boolean,
  message: string,
  optional = false,
): AttributeRule => ({
  default: fallback,
  wrong: (value) => ((optional && value === null) || isRight(value) ? null : message),
})

const isWhole = (value: unknown, min: number, max: number) =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
const isText = (max: number) => (value: unknown) =>
  typeof value === 'string' && value.length <= max && !value.includes('\0') && !RESERVED.test(value)

const whole = (fallback: number, min: number, max: number) =>
  rule(fallback, (value) => isWhole(value, min, max), `must be a whole number from ${min} to ${max}`)
const maybeWhole = (min: number, max: number) =>
  rule(null, (value) => isWhole(value, min, max), `must be a whole number from ${min} to ${max}`, true)
const oneOf = (...values: string[]) =>
  rule(null, (value) => values.includes(value as string), `must be one of ${values.join(', ')}`, true)
const bool = (fallback: boolean) =>
  rule(fallback, (value) => typeof value === 'boolean', 'must be true or false')
const text = (max: number) =>
  rule('', isText(max), `must be a text of at most ${max} characters without private-use ones`)

const colour = rule(
  null,
  (value) => typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value),
  'must be a colour such as #006c70',
  true,
)
const align = oneOf('left', 'center', 'right')

const SCHEMES = /^(?:https?|mailto|tel):/i
const ANY_SCHEME = /^[a-z][a-z0-9+.-]*:/i

/** What is wrong with an address that an author wrote; `{path}` in it stands for a value. Null: nothing. */
export function wrongAddress(value: unknown, images = false): string | null {
  if (!isText(2_000)(value)) return 'must be an address of at most 2000 characters'
  // URL parsers drop control characters and spaces in front of a scheme, so they may hide none here.
  const address = (value as string).replace(/[\p{Cc}\s]+/gu, '')
  if (address === '') return null
  const [first] = partsOf(address)
  if (typeof first !== 'string') return null
  if (ANY_SCHEME.test(first) && !(images ? /^https?:/i : SCHEMES).test(first)) {
    return images
      ? 'must begin with https:// or http://'
      : 'must begin with https://, http://, mailto: or tel:, or with a variable'
  }
  return null
}

const address = rule('', (value) => wrongAddress(value) === null, 'leads nowhere that a mail may lead to')
const source = rule('', (value) => wrongAddress(value, true) === null, 'must be an https:// address')

const pathRule: AttributeRule = {
  default: '',
  wrong: (value) =>
    namesOf(value)
      ? null
      : value === ''
        ? 'is not chosen yet'
        : 'names no variable: letters, digits and _, with dots between',
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const hasOnly = (value: Record<string, unknown>, names: string[]) =>
  Object.keys(value).every((name) => names.includes(name))

const isComparand = (value: unknown) =>
  value === null ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value)) ||
  isText(500)(value)

function isCondition(value: unknown): boolean {
  return (
    isObject(value) &&
    hasOnly(value, ['path', 'is', 'not']) &&
    namesOf(value.path) !== null &&
    isComparand(value.is ?? null) &&
    typeof (value.not ?? false) === 'boolean'
  )
}

const isRepeat = (value: unknown): boolean =>
  isObject(value) && hasOnly(value, ['path', 'as']) && namesOf(value.path) !== null && isName(value.as)

export function isFilter(value: unknown): value is MarkFilter {
  if (!isObject(value)) return false
  switch (value.name) {
    case 'number':
    case 'upper':
    case 'lower':
      return hasOnly(value, ['name'])
    case 'money': {
      const { currency } = value
      const isCode = typeof currency === 'string' && /^[A-Z]{3}$/.test(currency)
      return (
        hasOnly(value, ['name', 'currency']) &&
        (isCode || (Array.isArray(currency) && namesOf(currency.join('.')) !== null))
      )
    }
    case 'date':
    case 'time':
    case 'datetime':
      return (
        hasOnly(value, ['name', 'style']) &&
        [undefined, 'short', 'medium', 'long'].includes(value.style as undefined)
      )
    default:
      return false
  }
}

const flow = {
  repeat: rule(null, isRepeat, 'must name a list and its item', true),
  showIf: rule(null, isCondition, 'must name a variable', true),
}
const cell = {
  colspan: whole(1, 1, 20),
  rowspan: whole(1, 1, 50),
  align,
  colwidth: rule(null, () => false, 'is not offered', true),
}

/** Every node that a document may have, and its attributes: what is not here is refused. */
export const NODE_ATTRIBUTES: Record<string, Record<string, AttributeRule>> = {
  doc: {},
  text: {},
  paragraph: { align, colour, look: oneOf('small', 'muted', 'large') },
  heading: { level: whole(1, 1, 3), align, colour },
  bulletList: {},
  orderedList: { start: whole(1, 0, 10_000) },
  listItem: flow,
  blockquote: {},
  hardBreak: {},
  horizontalRule: {},
  button: { href: address, align, background: colour, colour },
  image: { src: source, alt: text(500), width: maybeWhole(8, 1200), align, href: address },
  section: { background: colour, padding: whole(16, 0, 64), border: bool(false) },
  columns: { gap: whole(16, 0, 48) },
  column: { width: maybeWhole(5, 95) },
  table: { lines: bool(true) },
  tableRow: flow,
  tableCell: cell,
  tableHeader: cell,
  variable: {
    path: pathRule,
    fallback: rule(null, isText(500), 'must be a text of at most 500 characters', true),
    format: rule(null, isFilter, 'must be one of the offered formats', true),
  },
  showIf: {
    path: pathRule,
    is: rule(null, isComparand, 'must be a text, a number or true or false', true),
    not: bool(false),
  },
  otherwise: {},
  repeat: { path: pathRule, as: rule('item', isName, 'must be a name: letters, digits and _') },
}

export const MARK_ATTRIBUTES: Record<string, Record<string, AttributeRule>> = {
  bold: {},
  italic: {},
  underline: {},
  strike: {},
  code: {},
  link: { href: address },
}
