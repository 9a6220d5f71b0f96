// Lays out plain text as html-to-text 10 lays out HTML, byte for byte, with its habits: `BlockTextBuilder`,
// `InlineTextBuilder` and `WhitespaceProcessor` of it, without wrapping. `text.test.ts` holds it to that.

/** Its `whitespaceCharacters`. A no-break space is none. */
const WORDS = /[^ \t\r\n\f\u200b]+/g
/** More than single spaces between words. */
const LOOSE = /[\t\r\n\f\u200b]| {2}|^ | $/
const STARTS = /^[ \t\r\n\f\u200b]/
const ENDS = /[ \t\r\n\f\u200b]$/

/** A text as it goes into a line: its words with one space between them. */
export interface Words {
  raw: string
  /** Empty: there are none. */
  words: string
  starts: boolean
  ends: boolean
}

export function wordsOf(raw: string): Words {
  if (!LOOSE.test(raw)) return { raw, words: raw, starts: false, ends: false }
  return { raw, words: (raw.match(WORDS) ?? []).join(' '), starts: STARTS.test(raw), ends: ENDS.test(raw) }
}

/** A block of text that is being written. */
export interface Block {
  text: string
  /** The line that is being written has no words yet. */
  lineStart: boolean
  /** A space is due before the next word. */
  space: boolean
  /** Line breaks due before what comes next. */
  due: number
  /** Line breaks that it wants before itself. */
  before: number
  pre: boolean
  outer: Block | null
}

const newBlock = (outer: Block | null, before: number, pre: boolean): Block => ({
  text: '',
  lineStart: true,
  space: false,
  due: 0,
  before,
  pre,
  outer,
})

/** What happens to words on their way: capitals, or a link that wants to know its text. Innermost first. */
interface Transform {
  link: { words: string } | null
  outer: Transform | null
}

const BREAKS = ['', '\n', '\n\n', '\n\n\n']
const breaks = (count: number) => BREAKS[count] ?? '\n'.repeat(count)

export class TextFlow {
  block: Block = newBlock(null, 1, false)
  #transform: Transform | null = null

  add(text: string): void {
    if (text === '') return
    const { block } = this
    if (block.pre) block.text += text
    else if (LOOSE.test(text)) this.#write(block, wordsOf(text))
    else this.#words(block, text, false, false)
  }

  addWords(text: Words): void {
    const { block } = this
    if (block.pre) block.text += text.raw
    else this.#write(block, text)
  }

  #write(block: Block, { words, starts, ends }: Words): void {
    if (words !== '') this.#words(block, words, starts, ends)
    else if (block.due === 0 && (starts || ends)) block.space = true
  }

  #words(block: Block, words: string, starts: boolean, ends: boolean): void {
    const text = this.#transform === null ? words : transformed(words, this.#transform)
    if (block.due > 0) block.text += breaks(block.due) + text
    else if (!block.lineStart && (block.space || starts)) block.text += ` ${text}`
    else block.text += text
    block.lineStart = false
    block.space = ends
    block.due = 0
  }

  lineBreak(): void {
    this.block.text += '\n'
    if (!this.block.pre) this.block.lineStart = true
  }

  open(before: number, pre: boolean): void {
    this.block = newBlock(this.block, before, pre || this.block.pre)
  }

  /** Ends the block that was opened last. */
  pop(): Block {
    const { block } = this
    if (block.outer) this.block = block.outer
    return block
  }

  close(after: number, change?: (text: string) => string): void {
    const { text, before, due } = this.pop()
    this.addBlock(change ? change(text) : text, before, Math.max(due, after))
  }

  /** A block that is written already. */
  addBlock(text: string, before: number, after: number): void {
    const { block } = this
    const count = Math.max(block.due, before)
    if (block.text === '') {
      block.text = text
      block.before = count
    } else block.text += breaks(count) + text
    block.lineStart = true
    block.due = after
  }

  /** What follows begins so many lines below at least. */
  gap(lines: number): void {
    const { block } = this
    if (block.due < lines) block.due = lines
    block.lineStart = true
  }

  /** Whether words are written as they come. */
  get isPlain(): boolean {
    return this.#transform === null
  }

  openUpper(): void {
    this.#transform = { link: null, outer: this.#transform }
  }

  closeUpper(): void {
    this.#transform = this.#transform?.outer ?? null
  }

  openLink(): void {
    this.#transform = { link: { words: '' }, outer: this.#transform }
  }

  /** Writes the address after the link's text, unless they are the same. */
  closeLink(address: string): void {
    const words = this.#transform?.link?.words ?? ''
    const outer = this.#transform?.outer ?? null
    // An address is not written in capitals.
    this.#transform = null
    if (address !== words) this.add(words === '' ? address : ` ${address}`)
    this.#transform = outer
  }
}

function transformed(words: string, transform: Transform): string {
  let text = words
  for (let at: Transform | null = transform; at; at = at.outer) {
    if (at.link) at.link.words += text.includes(' ') ? text.replaceAll(' ', '') : text
    else text = text.toUpperCase()
  }
  return text
}

/** The lines behind `>`. */
export function quoted(text: string): string {
  const lines = text.replace(/^\n+/, '').replace(/\n+$/, '').split('\n')
  return lines.map((line) => `> ${line}`).join('\n')
}
