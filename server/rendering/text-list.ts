import type { TextFlow } from './text-flow.ts'

export interface ListItem {
  bare: boolean
  text: string
  before: number
  due: number
}

/** A list in which the items are known: bullets, or numbers of a `style` as in HTML's `type`. */
export interface ListStyle {
  nested: boolean
  numbers: { from: number; style: string } | null
}

/** Writes the items below each other, what follows an item's first line moved in by the longest number. */
export function writeList(flow: TextFlow, items: readonly ListItem[], { nested, numbers }: ListStyle): void {
  if (items.length === 0) return
  let next = numbers?.from ?? 0
  const prefixes = items.map(({ bare }) => {
    if (bare) return ''
    const prefix = numbers ? ` ${numbered(next++, numbers.style)}. ` : ' * '
    return nested ? prefix.trimStart() : prefix
  })
  const width = prefixes.reduce((widest, { length }) => Math.max(widest, length), 0)
  flow.open(nested ? 1 : 2, false)
  items.forEach(({ text, before, due }, i) => {
    const moved = text.replaceAll('\n', `\n${' '.repeat(width)}`)
    flow.addBlock((prefixes[i] ?? '').padEnd(width) + moved, before, Math.max(due, 1))
  })
  const list = flow.pop()
  if (list.text !== '') flow.addBlock(list.text, list.before, nested ? 1 : 2)
}

function numbered(number: number, style: string): string {
  if (style === 'a' || style === 'A') return letters(number, style)
  if (style === 'i') return roman(number).toLowerCase()
  return style === 'I' ? roman(number) : String(number)
}

/** a, b, … z, aa, ab … */
function letters(number: number, first: string): string {
  let text = ''
  let rest = number
  do {
    rest -= 1
    text = String.fromCharCode(first.charCodeAt(0) + (rest % 26)) + text
    rest = Math.trunc(rest / 26)
  } while (rest > 0)
  return text
}

const ONES = ['I', 'X', 'C', 'M']
const FIVES = ['V', 'L', 'D']
const UP_TO = 3_999

function roman(number: number): string {
  if (number < 1 || number > UP_TO) return String(number)
  return [...String(number)]
    .toReversed()
    .map((character, place) => {
      const digit = Number(character)
      const one = ONES[place] ?? ''
      if (digit % 5 < 4) return (digit < 5 ? '' : (FIVES[place] ?? '')) + one.repeat(digit % 5)
      return one + (digit < 5 ? (FIVES[place] ?? '') : (ONES[place + 1] ?? ''))
    })
    .toReversed()
    .join('')
}
