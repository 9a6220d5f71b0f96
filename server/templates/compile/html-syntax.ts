// What HTML's tokenizer says of comments and attributes (HTML 13.2.5); indexes are into the source.

export interface Attribute {
  nameFrom: number
  nameTo: number
  /** In small letters. */
  name: string
  /** The value, without quotes. */
  from: number
  to: number
  quoted: boolean
}

export const isSpace = (character = '') => character !== '' && '\t\n\f\r '.includes(character)

/**
 * The attributes of the tag whose name ends at `from`. What is inserted is skipped as a whole: quotes in its fallback end
 * no value. `end`: after the tag's `>`; null when there is none before `to`.
 */
export function readAttributes(
  source: string,
  from: number,
  to: number,
  inserts: { get(at: number): { end: number } | undefined },
): { attributes: Attribute[]; end: number | null } {
  const attributes: Attribute[] = []
  const skipSpaces = (start: number) => {
    let i = start
    while (i < to && isSpace(source[i])) i++
    return i
  }
  let i = from
  for (;;) {
    while (i < to && (isSpace(source[i]) || source[i] === '/')) i++
    if (i >= to) return { attributes, end: null }
    if (source[i] === '>') return { attributes, end: i + 1 }
    const nameFrom = i++
    while (i < to && !isSpace(source[i]) && !'/>='.includes(source[i] ?? '')) i++
    const named = { nameFrom, nameTo: i, name: source.slice(nameFrom, i).toLowerCase() }
    const sign = skipSpaces(i)
    if (source[sign] !== '=') {
      attributes.push({ ...named, from: i, to: i, quoted: true })
      continue
    }
    const value = skipSpaces(sign + 1)
    const quote = source[value] === '"' || source[value] === "'" ? source[value] : null
    const start = quote ? value + 1 : value
    i = start
    while (i < to && (quote ? source[i] !== quote : !isSpace(source[i]) && source[i] !== '>')) {
      i = inserts.get(i)?.end ?? i + 1
    }
    attributes.push({ ...named, from: start, to: i, quoted: quote !== null })
    if (quote) i++
  }
}

/** After the `>` that closes the comment beginning at `from` (`<!-->` does so too); null when there is none. */
export function commentEnd(source: string, from: number): number | null {
  const end = /--!?>/g
  end.lastIndex = from + 2
  let match = end.exec(source)
  if (match && match.index < from + 4 && match[0] === '--!>') {
    end.lastIndex = from + 4
    match = end.exec(source)
  }
  return match && match.index + match[0].length
}
