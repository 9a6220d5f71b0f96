import { contextIn, type Refused } from './attributes.ts'
import type { Segment, ValueContext } from './format.ts'
import { type Attribute, commentEnd, isSpace, readAttributes } from './html-syntax.ts'
import { type Placeholder, placeholdersOf } from './placeholders.ts'

/** Why a source can't be compiled, and where (an index into it). */
export interface Problem {
  index: number
  message: string
}

/** A start tag as written; names in small letters. */
export interface Tag {
  name: string
  index: number
  attributes: Map<string, string>
}

export interface CompiledHtml {
  segments: Segment[]
  problems: Problem[]
  tags: Tag[]
}

/** Elements whose content is no HTML, and those whose content is text with entities (HTML 13.2.5). */
const RAW = new Set(['script', 'style', 'xmp', 'iframe', 'noembed', 'noframes', 'plaintext'])
const TEXT = new Set(['title', 'textarea'])
/** Foreign content is tokenized by other rules. */
const FOREIGN = new Set(['svg', 'math'])

/**
 * Finds the context of every variable by the states of HTML's own tokenizer (HTML 13.2.5), so that what is put there
 * can never become a tag or an attribute. An unquoted attribute with a variable is quoted.
 */
export function compileHtml(source: string): CompiledHtml {
  const compiler = new HtmlCompiler(source)
  compiler.content(0, source.length, false)
  return compiler
}

class HtmlCompiler implements CompiledHtml {
  readonly segments: Segment[] = []
  readonly problems: Problem[] = []
  readonly tags: Tag[] = []
  readonly #source: string
  readonly #placeholders: Map<number, Placeholder>
  readonly #refused = new Set<number>()
  /** Open `<svg>` and `<math>`. */
  #foreign = 0

  constructor(source: string) {
    this.#source = source
    this.#placeholders = new Map(placeholdersOf(source).map((found) => [found.start, found]))
  }

  /** Text and tags. `hidden`: of a conditional comment, which one reader sees as a comment and another as HTML. */
  content(from: number, to: number, hidden: boolean): void {
    const source = this.#source
    let i = from
    while (i < to) {
      const found = this.#placeholders.get(i)
      if (found) {
        if (this.#foreign > 0) this.#refuse(found, 'a variable can not stand inside of svg or math')
        this.#value(found, 'html')
        i = found.end
      } else if (source[i] !== '<') {
        const start = i
        while (i < to && source[i] !== '<' && !this.#placeholders.has(i)) i++
        this.#text(start, i, hidden)
      } else if (source.startsWith('<!--', i)) {
        i = this.#comment(i, to, hidden)
      } else if (/^<\/?[a-z]/i.test(source.slice(i, i + 3))) {
        i = this.#tag(i, to, hidden)
      } else if (/^<[!?/]/.test(source.slice(i, i + 2))) {
        i = this.#bogusComment(i, to)
      } else {
        // It opens nothing, and must not begin to by what a variable brings.
        this.#static(this.#placeholders.has(i + 1) ? '&lt;' : '<')
        i++
      }
    }
  }

  #static(text: string): void {
    if (text === '') return
    const last = this.segments.at(-1)
    if (typeof last === 'string') this.segments[this.segments.length - 1] = last + text
    else this.segments.push(text)
  }

  /** Text that is no markup. In a conditional comment it must not help a value to end the comment (`-->`). */
  #text(from: number, to: number, hidden: boolean): void {
    const text = this.#source.slice(from, to)
    this.#static(hidden ? text.replaceAll('>', '&gt;') : text)
  }

  #value({ path, fallback }: Placeholder, context: ValueContext): void {
    const last = this.segments.at(-1)
    // `&{name};` is no character reference.
    if (typeof last === 'string' && last.endsWith('&')) this.#static('amp;')
    this.segments.push({ value: path, context, ...(fallback !== undefined && { fallback }) })
  }

  /** A variable's first problem is told. */
  #refuse({ start }: Placeholder, message: string): void {
    if (this.#refused.has(start)) return
    this.#refused.add(start)
    this.problems.push({ index: start, message })
  }

  #refuseAll(from: number, to: number, message: string): void {
    for (let i = from; i < to; i++) {
      const found = this.#placeholders.get(i)
      if (found) this.#refuse(found, message)
    }
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
      this.#static(comment)
      return found
    }
    const closing = /(?:<!\[endif\])?--!?>$/i.exec(comment)?.[0] ?? ''
    const inside = from + opening.length
    // `<!--[if !mso]><!-->` holds nothing.
    const end = Math.max(inside, found - closing.length)
    this.#static(opening)
    this.content(inside, end, true)
    this.#static(source.slice(end, found))
    return found
  }

  /** `<!doctype …>`, `<?…>`, `</3>`: up to the next `>`; variables are text there. */
  #bogusComment(from: number, to: number): number {
    const found = this.#source.indexOf('>', from)
    const end = found === -1 ? to : Math.min(found + 1, to)
    this.#refuseAll(from, from + 3, 'a variable can not stand for a tag')
    this.#static(this.#source.slice(from, end))
    return end
  }

  #tag(from: number, to: number, hidden: boolean): number {
    const source = this.#source
    const isEnd = source[from + 1] === '/'
    let i = from + (isEnd ? 2 : 1)
    const nameFrom = i
    while (i < to && !isSpace(source[i]) && source[i] !== '/' && source[i] !== '>') i++
    this.#refuseAll(nameFrom, i, 'a variable can not stand for a tag')
    const name = source.slice(nameFrom, i).toLowerCase()
    const { attributes, end } = readAttributes(source, i, to, this.#placeholders)
    for (const { nameFrom, nameTo } of attributes) {
      this.#refuseAll(nameFrom, nameTo, 'a variable can not stand for an attribute')
    }
    if (end === null) {
      this.problems.push({ index: from, message: `this <${isEnd ? '/' : ''}${name}> is never closed` })
      this.#static(source.slice(from, to))
      return to
    }
    if (isEnd) {
      this.#refuseAll(i, end, 'a variable can not stand in a closing tag')
      this.#static(source.slice(from, end))
      if (FOREIGN.has(name)) this.#foreign = Math.max(0, this.#foreign - 1)
      return end
    }
    // Of an attribute given twice the first counts.
    const tag = new Map(
      attributes.toReversed().map((given) => [given.name, source.slice(given.from, given.to)]),
    )
    this.tags.push({ name, index: from, attributes: tag })
    // Foreign elements may close themselves.
    if (FOREIGN.has(name) && source[end - 2] !== '/') this.#foreign++
    if (this.#foreign > 0) this.#refuseAll(from, end, 'a variable can not stand inside of svg or math')
    let done = from
    for (const attribute of attributes) {
      this.#static(source.slice(done, attribute.from))
      const refused = name === 'meta' && tag.has('http-equiv') && attribute.name === 'content'
      if (refused) {
        this.#refuseAll(attribute.from, attribute.to, 'a variable can not stand in a meta http-equiv')
      }
      this.#attribute(attribute, hidden)
      done = attribute.to
    }
    this.#static(source.slice(done, end))
    if (this.#foreign > 0) return end
    return RAW.has(name) || TEXT.has(name) ? this.#elementOfText(name, from, end, to, hidden) : end
  }

  #attribute({ name, from, to, quoted }: Attribute, hidden: boolean): void {
    let before = ''
    let i = from
    const quote = quoted || !this.#hasPlaceholder(from, to) ? '' : '"'
    this.#static(quote)
    while (i < to) {
      const found = this.#placeholders.get(i)
      const start = i
      if (found) {
        const context = contextIn(name, before)
        if (isRefused(context)) this.#refuse(found, context.refused)
        else this.#value(found, context)
        // A link that a variable begins is an address, or `#`.
        before += context === 'link' || context === 'enclosed-link' ? 'https://x' : 'x'
        i = found.end
        continue
      }
      while (i < to && !this.#placeholders.has(i)) i++
      const text = this.#source.slice(start, i)
      before += text
      const safe = quote ? text.replaceAll('"', '&quot;') : text
      this.#static(hidden ? safe.replaceAll('>', '&gt;') : safe)
    }
    this.#static(quote)
  }

  #hasPlaceholder(from: number, to: number): boolean {
    for (let i = from; i < to; i++) if (this.#placeholders.has(i)) return true
    return false
  }

  /** What stands in `<title>`, `<style>` and their like, up to the closing tag. */
  #elementOfText(name: string, tagAt: number, from: number, to: number, hidden: boolean): number {
    const rest = this.#source.slice(from, to)
    const closing = name === 'plaintext' ? -1 : rest.search(new RegExp(`</${name}[\\t\\n\\f\\r />]`, 'i'))
    if (closing === -1) this.problems.push({ index: tagAt, message: `this <${name}> is never closed` })
    const end = closing === -1 ? to : from + closing
    if (RAW.has(name)) {
      this.#refuseAll(from, end, `a variable can not stand inside of <${name}>`)
      this.#static(this.#source.slice(from, end))
      return end
    }
    let i = from
    while (i < end) {
      const found = this.#placeholders.get(i)
      const start = i
      if (found) {
        this.#value(found, 'html')
        i = found.end
        continue
      }
      while (i < end && !this.#placeholders.has(i)) i++
      const text = this.#source.slice(start, i).replaceAll('<', '&lt;')
      this.#static(hidden ? text.replaceAll('>', '&gt;') : text)
    }
    return end
  }
}

const isRefused = (context: ValueContext | Refused): context is Refused => typeof context === 'object'
