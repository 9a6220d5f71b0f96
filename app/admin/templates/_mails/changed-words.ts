import { diffArrays } from 'diff'

/** Past this many edits two texts have nothing to do with each other, and everything counts as changed. */
const MAX_EDITS = 4_000

/** Words and what stands between them, in their order; joined they are the text. */
export const wordsOf = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]+/gu) ?? []

/** Which words of each side the other lacks. Spaces never count: a mail's HTML breaks its lines anywhere. */
export function changedWords(
  before: readonly string[],
  after: readonly string[],
): { before: boolean[]; after: boolean[] } {
  const changed = { before: before.map(() => false), after: after.map(() => false) }
  const own = (words: readonly string[]) =>
    words.flatMap((word, at) => (word.trim() === '' ? [] : [{ word, at }]))
  const left = own(before)
  const right = own(after)
  const parts = diffArrays(left, right, {
    comparator: (a, b) => a.word === b.word,
    maxEditLength: MAX_EDITS,
  }) ?? [
    { value: left, removed: true, added: false },
    { value: right, removed: false, added: true },
  ]
  for (const { value, removed, added } of parts) {
    if (removed) for (const { at } of value) changed.before[at] = true
    if (added) for (const { at } of value) changed.after[at] = true
  }
  return changed
}

export interface Piece {
  text: string
  changed: boolean
}

/** Words put together again to the longest pieces; a space between two changed words is changed with them. */
export function piecesOf(words: readonly string[], changed: readonly boolean[]): Piece[] {
  const pieces: Piece[] = []
  words.forEach((text, at) => {
    const isSpace = text.trim() === ''
    const isChanged =
      changed[at] === true || (isSpace && changed[at - 1] === true && changed[at + 1] === true)
    const last = pieces.at(-1)
    if (last && last.changed === isChanged) last.text += text
    else pieces.push({ text, changed: isChanged })
  })
  return pieces
}
