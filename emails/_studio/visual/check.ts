import { getSchema } from '@tiptap/core'
import type { Schema } from '@tiptap/pm/model'
import { RESERVED } from '../marks.ts'
import { type AttributeRule, MARK_ATTRIBUTES, NODE_ATTRIBUTES } from './attributes.ts'
import { visualExtensions } from './extensions.ts'
import type { DocNode, DocProblem } from './types.ts'

/** Deeper than anybody nests, shallower than what recursion or a mail program bears. */
const DEPTH_MAX = 24
const NODES_MAX = 10_000
/** `repeat` in `repeat` multiplies: three levels are a list in a list in a list. */
const REPEATS_MAX = 3
const TOLD_MAX = 50

let schema: Schema | undefined
export const visualSchema = (): Schema => {
  schema ??= getSchema(visualExtensions)
  return schema
}

/** What an author reads for an attribute. */
const NAMES: Record<string, string> = {
  href: 'link',
  src: 'image',
  path: 'variable',
  as: 'name of the item',
  is: 'value to compare with',
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * What is wrong with a document that a browser sent; nothing of it was trusted. Errors: it must not be composed.
 *
 * @returns the document with every attribute that was left out, null when there are errors
 */
export function checkDocument(doc: unknown): { doc: DocNode | null; problems: DocProblem[] } {
  const checker = new Checker()
  checker.node(doc, [], 0)
  if (checker.problems.length > 0) return { doc: null, problems: checker.problems }
  try {
    const node = visualSchema().nodeFromJSON(doc)
    node.check()
    return { doc: node.toJSON() as DocNode, problems: [] }
  } catch (error) {
    const detail = error instanceof Error ? error.message.slice(0, 200) : 'unknown'
    const message = `The document does not hold together: ${detail}`
    return { doc: null, problems: [{ severity: 'error', message, where: { field: 'doc', node: [] } }] }
  }
}

class Checker {
  readonly problems: DocProblem[] = []
  #nodes = 0
  #repeats = 0

  node(node: unknown, at: number[], depth: number): void {
    this.#nodes += 1
    if (this.#nodes === NODES_MAX + 1) this.#tell(at, `The document has more than ${NODES_MAX} parts`)
    if (this.#nodes > NODES_MAX) return
    if (depth > DEPTH_MAX) {
      this.#tell(at, `This is nested more than ${DEPTH_MAX} levels deep`)
      return
    }
    if (!isObject(node)) {
      this.#tell(at, 'This is no part of a document')
      return
    }
    const { type, attrs, content, marks, text, ...rest } = node
    const rules =
      typeof type === 'string' && Object.hasOwn(NODE_ATTRIBUTES, type) ? NODE_ATTRIBUTES[type] : undefined
    if (!rules || (depth === 0) !== (type === 'doc')) {
      this.#tell(at, `There is no block “${short(type)}”`)
      return
    }
    for (const name of Object.keys(rest)) this.#tell(at, `A block has no “${short(name)}”`)
    this.#attributes(attrs, rules, at)
    this.#text(type === 'text', text, at)
    this.#marks(marks, at)
    if (content === undefined) return
    if (!Array.isArray(content)) {
      this.#tell(at, 'This is no part of a document')
      return
    }
    const isRepeat = type === 'repeat' || (isObject(attrs) && isObject(attrs.repeat))
    this.#repeats += isRepeat ? 1 : 0
    if (isRepeat && this.#repeats > REPEATS_MAX) {
      this.#tell(at, `Repeats can stand in one another ${REPEATS_MAX} levels deep`)
    } else {
      content.forEach((child, index) => {
        this.node(child, [...at, index], depth + 1)
      })
    }
    this.#repeats -= isRepeat ? 1 : 0
  }

  #attributes(attrs: unknown, rules: Record<string, AttributeRule>, at: number[]): void {
    if (attrs !== undefined && !isObject(attrs)) {
      this.#tell(at, 'The settings of this block are none')
      return
    }
    const given = attrs ?? {}
    for (const name of Object.keys(given)) {
      if (!Object.hasOwn(rules, name)) this.#tell(at, `This block has no setting “${short(name)}”`)
    }
    for (const [name, { default: fallback, wrong }] of Object.entries(rules)) {
      const problem = wrong(Object.hasOwn(given, name) ? given[name] : fallback)
      if (problem) this.#tell(at, `The ${NAMES[name] ?? name} ${problem}`)
    }
  }

  #text(isText: boolean, text: unknown, at: number[]): void {
    if (isText !== (text !== undefined)) {
      this.#tell(at, 'This text is none')
      return
    }
    if (!isText) return
    if (typeof text !== 'string' || text === '') {
      this.#tell(at, 'This text is none')
      return
    }
    if (RESERVED.test(text) || text.includes('\0')) {
      this.#tell(at, 'This text has a NUL or a private-use character: write it again by hand')
    }
  }

  #marks(marks: unknown, at: number[]): void {
    if (marks === undefined) return
    if (!Array.isArray(marks) || marks.length > Object.keys(MARK_ATTRIBUTES).length) {
      this.#tell(at, 'The formats of this text are none')
      return
    }
    for (const mark of marks) {
      const type = isObject(mark) ? mark.type : undefined
      const rules =
        typeof type === 'string' && Object.hasOwn(MARK_ATTRIBUTES, type) ? MARK_ATTRIBUTES[type] : undefined
      if (!isObject(mark) || !rules) this.#tell(at, `There is no format “${short(type)}”`)
      else this.#attributes(mark.attrs, rules, at)
    }
  }

  #tell(node: number[], message: string): void {
    if (this.problems.length < TOLD_MAX) {
      this.problems.push({ severity: 'error', message, where: { field: 'doc', node } })
    }
  }
}

const short = (value: unknown): string => String(value).slice(0, 40)
