import { contextIn, type Refused } from './attributes.ts'
import type { Segment, ValueContext } from './format.ts'
import { FOREIGN, RAW, TEXT, VOID } from './html-elements.ts'
import { type HtmlProblem, Inserted, type Inserts } from './html-inserts.ts'
import { type Attribute, commentEnd, isSpace, readAttributes } from './html-syntax.ts'
import { type Insert, valueSegment } from './inserts.ts'
import { Parts } from './parts.ts'

/** A start tag as written; names in small letters. */
export interface Tag {
  name: string
  index: number
  attributes: Map<string, string>
}

export interface CompiledHtml {
  segments: Segment[]
  problems: HtmlProblem[]
  tags: Tag[]
}

/**
 * Finds the context of every variable by the states of HTML's own tokenizer (HTML 13.2.5), so that what is put there
 * can never become a tag or an attribute. An unquoted attribute with a variable is quoted. Conditions and repetitions
 * stand between tags or in text, and end in the element that they begin in.
 */
export function compileHtml(source: string, inserts: Inserts): CompiledHtml {
  const compiler = new HtmlCompiler(source, new Inserted(inserts))
  compiler.document()
  return compiler
}

class HtmlCompiler implements CompiledHtml {
  readonly tags: Tag[] = []
  readonly #source: string
  readonly #inserts: Inserted
  readonly #parts = new Parts((insert, message) => this.#inserts.tell(insert, message))
  /** Open `<svg>` and `<math>`. */
  #foreign = 0
  #tooDeep = false

  constructor(source: string, inserts: Inserted) {
    this.#source = source
    this.#inserts = inserts
  }

  get problems(): HtmlProblem[] {
    return this.#inserts.problems
  }

  get segments(): Segment[] {
    return this.#parts.out
  }

  document(): void {
    this.#parts.apart(() => this.content(0, this.#source.length, false))
  }

  /** Text and tags. `hidden`: of a conditional comment, which one reader sees as a comment and another as HTML. */
  content(from: number, to: number, hidden: boolean): void {
    const source = this.#source
    let i = from
    while (i < to) {
      const found = this.#inserts.get(i)
      if (found) {
        if (this.#foreign > 0) this.#inserts.refuse(found, 'can not stand inside of svg or math')
        if (found.mark.kind === 'value') this.#value(found, 'html')
        else {
          this.#parts.endReference()
          this.#parts.mark(found)
        }
        i = found.end
      } else if (source[i] !== '<') {
        const start = i
        while (i < to && source[i] !== '<' && !this.#inserts.has(i)) i++
        this.#text(start, i, hidden)
      } else if (source.startsWith('<!--', i)) {
        i = this.#comment(i, to, hidden)
      } else if (/^<\/?[a-z]/i.test(source.slice(i, i + 3))) {
        i = this.#tag(i, to, hidden)
      } else if (/^<[!?/]/.test(source.slice(i, i + 2))) {
        i = this.#bogusComment(i, to)
      } else {
        // It opens nothing, and must not begin to by what a variable brings.
        this.#static(this.#inserts.has(i + 1) ? '&lt;' : '<')
        i++
      }
    }
  }

  #static(text: string): void {
    this.#parts.static(text)
  }

  /** Text that is no markup. In a conditional comment it must not help a value to end the comment (`-->`). */
  #text(from: number, to: number, hidden: boolean): void {
    const text = this.#source.slice(from, to)
    this.#static(hidden ? text.replaceAll('>', '&gt;') : text)
  }

  #value({ mark }: Insert, context: ValueContext): void {
    if (mark.kind !== 'value') return
    // `&{name};` is no character reference.
    this.#parts.endReference()
    this.segments.push(valueSegment(mark, context))
  }

  /** What is in comments nobody sees: variables are text there. Not so in Outlook's conditional ones. */
  #comment(from: number, to: number, hidden: boolean): number {
    const source = this.#source
    const found = commentEnd(source, from)
    if (found === null || found > to) {
      if (!hidden) this.problems.push({ index: from, message: 'this comment is never closed' })
      this.#static(source.slice(from, to))
      return to
    }
    const comment = source.slice(from, found)
    const opening = /^<!--\[if[^\]]*\]>/i.exec(comment)?.[0]
    if (opening === undefined || hidden) {
      this.#inserts.refuseMarks(from, found)
      this.#static(comment)
      return found
    }
    const closing = /(?:<!\[endif\])?--!?>$/i.exec(comment)?.[0] ?? ''
    const inside = from + opening.length
    // `<!--[if !mso]><!-->` holds nothing.
    const end = Math.max(inside, found - closing.length)
    this.#static(opening)
    this.#parts.apart(() => this.content(inside, end, true))
    this.#static(source.slice(end, found))
    return found
  }

  /** `<!doctype …>`, `<?…>`, `</3>`: up to the next `>`; variables are text there. */
  #bogusComment(from: number, to: number): number {
    const found = this.#source.indexOf('>', from)
    const end = found === -1 ? to : Math.min(found + 1, to)
    this.#inserts.refuseAll(from, from + 3, 'can not stand for a tag')
    this.#inserts.refuseMarks(from, end)
    this.#static(this.#source.slice(from, end))
    return end
  }

  #tag(from: number, to: number, hidden: boolean): number {
    const source = this.#source
    const isEnd = source[from + 1] === '/'
    let i = from + (isEnd ? 2 : 1)
    const nameFrom = i
    while (i < to && !isSpace(source[i]) && source[i] !== '/' && source[i] !== '>') i++
    this.#inserts.refuseAll(nameFrom, i, 'can not stand for a tag')
    const name = source.slice(nameFrom, i).toLowerCase()
    const { attributes, end } = readAttributes(source, i, to, this.#inserts)
    for (const { nameFrom, nameTo } of attributes) {
      this.#inserts.refuseAll(nameFrom, nameTo, 'can not stand for an attribute')
    }
    if (end === null) {
      this.problems.push({ index: from, message: `this <${isEnd ? '/' : ''}${name}> is never closed` })
      this.#static(source.slice(from, to))
      return to
    }
    if (isEnd) {
      this.#inserts.refuseAll(i, end, 'can not stand in a closing tag')
      this.#static(source.slice(from, end))
      if (FOREIGN.has(name)) this.#foreign = Math.max(0, this.#foreign - 1)
      if (this.#inserts.marked) this.#parts.closeElement(name)
      return end
    }
    // Of an attribute given twice the first counts.
    const tag = new Map(
      attributes.toReversed().map((given) => [given.name, source.slice(given.from, given.to)]),
    )
    this.tags.push({ name, index: from, attributes: tag })
    // Foreign elements may close themselves.
    if (FOREIGN.has(name) && source[end - 2] !== '/') this.#foreign++
    if (this.#foreign > 0) this.#inserts.refuseAll(from, end, 'can not stand inside of svg or math')
    let done = from
    for (const attribute of attributes) {
      this.#static(source.slice(done, attribute.from))
      const refused = name === 'meta' && tag.has('http-equiv') && attribute.name === 'content'
      if (refused) {
        this.#inserts.refuseAll(attribute.from, attribute.to, 'can not stand in a meta http-equiv')
      }
      this.#attribute(attribute, hidden)
      done = attribute.to
    }
    this.#static(source.slice(done, end))
    if (!VOID.has(name) && (source[end - 2] !== '/' || (this.#foreign === 0 && !FOREIGN.has(name)))) {
      this.#open(name, from)
    }
    if (this.#foreign > 0) return end
    return RAW.has(name) || TEXT.has(name) ? this.#elementOfText(name, from, end, to, hidden) : end
  }

  /** Only between marks it matters which elements are open. */
  #open(name: string, index: number): void {
    if (!this.#inserts.marked || this.#parts.openElement(name) || this.#tooDeep) return
    this.#tooDeep = true
    this.problems.push({ index, message: 'elements are nested too deep' })
  }

  #attribute({ name, from, to, quoted }: Attribute, hidden: boolean): void {
    let before = ''
    let i = from
    const quote = quoted || !this.#inserts.isIn(from, to) ? '' : '"'
    this.#static(quote)
    while (i < to) {
      const found = this.#inserts.get(i)
      const start = i
      if (found) {
        const context = contextIn(name, before)
        if (found.mark.kind !== 'value') this.#inserts.refuse(found, 'can not stand inside of an attribute')
        else if (isRefused(context)) this.#inserts.tell(found, context.refused)
        else this.#value(found, context)
        // A link that a variable begins is an address, or `#`.
        before += context === 'link' || context === 'enclosed-link' ? 'https://x' : 'x'
        i = found.end
        continue
      }
      while (i < to && !this.#inserts.has(i)) i++
      const text = this.#source.slice(start, i)
      before += text
      const safe = quote ? text.replaceAll('"', '&quot;') : text
      this.#static(hidden ? safe.replaceAll('>', '&gt;') : safe)
    }
    this.#static(quote)
  }

  /** What stands in `<title>`, `<style>` and their like, up to the closing tag. */
  #elementOfText(name: string, tagAt: number, from: number, to: number, hidden: boolean): number {
    const rest = this.#source.slice(from, to)
    const closing = name === 'plaintext' ? -1 : rest.search(new RegExp(`</${name}[\\t\\n\\f\\r />]`, 'i'))
    if (closing === -1) this.problems.push({ index: tagAt, message: `this <${name}> is never closed` })
    const end = closing === -1 ? to : from + closing
    if (RAW.has(name)) {
      this.#inserts.refuseAll(from, end, `can not stand inside of <${name}>`)
      this.#static(this.#source.slice(from, end))
      return end
    }
    let i = from
    while (i < end) {
      const found = this.#inserts.get(i)
      const start = i
      if (found) {
        if (found.mark.kind === 'value') this.#value(found, 'html')
        else this.#inserts.refuse(found, `can not stand inside of <${name}>`)
        i = found.end
        continue
      }
      while (i < end && !this.#inserts.has(i)) i++
      const text = this.#source.slice(start, i).replaceAll('<', '&lt;')
      this.#static(hidden ? text.replaceAll('>', '&gt;') : text)
    }
    return end
  }
}

const isRefused = (context: ValueContext | Refused): context is Refused => typeof context === 'object'
