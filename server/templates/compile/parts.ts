import type { Segment } from './format.ts'
import type { BlockMark, Insert } from './inserts.ts'

interface Open {
  mark: Extract<BlockMark, { path: string[] }>
  insert: Insert
  /** Where it is put when it ends. */
  outer: Segment[]
  body: Segment[]
  inElse: boolean
  otherwise: Segment[] | undefined
  /** The elements that are open around it. */
  depth: number
}

/** So deep elements may nest, and conditions and repetitions: what reads them calls itself for each. */
const DEEPEST = 200
const DEEPEST_PARTS = 30

type Report = (insert: Insert, message: string) => void

/** A condition's or a repetition's segment. */
export function partOf(
  mark: Extract<BlockMark, { path: string[] }>,
  body: Segment[],
  otherwise: Segment[] | undefined,
): Segment {
  if (mark.kind === 'each') return { each: mark.path, as: mark.as, body }
  return {
    if: mark.path,
    ...(mark.is !== undefined && { is: mark.is }),
    ...(mark.not && { not: true as const }),
    body,
    ...(otherwise && { else: otherwise }),
  }
}

/** Nests conditions and repetitions by their marks, and holds them to the elements that they stand in. */
export class Parts {
  /** Where the next segment goes. */
  out: Segment[] = []
  readonly #report: Report
  #open: Open[] = []
  /** Names of the elements that are open. */
  #elements: string[] = []

  constructor(report: Report) {
    this.#report = report
  }

  static(text: string): void {
    if (text === '') return
    const last = this.out.at(-1)
    if (typeof last === 'string') this.out[this.out.length - 1] = last + text
    else this.out.push(text)
  }

  /** What follows could make a reference of an `&` that stands at the end: `&` and the value `lt;`. */
  endReference(): void {
    const last = this.out.at(-1)
    if (typeof last === 'string' && last.endsWith('&')) this.static('amp;')
  }

  mark(insert: Insert): void {
    const { mark } = insert
    if (mark.kind === 'if' || mark.kind === 'each') {
      if (this.#open.length >= DEEPEST_PARTS) {
        this.#report(insert, `conditions and repetitions can be nested ${DEEPEST_PARTS} deep`)
      }
      const body: Segment[] = []
      const depth = this.#elements.length
      this.#open.push({ mark, insert, outer: this.out, body, inElse: false, otherwise: undefined, depth })
      this.out = body
    } else if (mark.kind === 'else') this.#else(insert)
    else if (mark.kind === 'end') this.#end(insert)
  }

  #else(insert: Insert): void {
    const open = this.#open.at(-1)
    if (open?.mark.kind !== 'if' || open.inElse) {
      this.#report(insert, 'an “else” belongs once into a condition')
      return
    }
    this.#sameElement(open)
    open.inElse = true
    open.otherwise = []
    this.out = open.otherwise
  }

  #end(insert: Insert): void {
    const open = this.#open.pop()
    if (!open) {
      this.#report(insert, 'here ends a condition or repetition that does not begin')
      return
    }
    this.#sameElement(open)
    this.out = open.outer
    this.out.push(partOf(open.mark, open.body, open.otherwise))
  }

  #sameElement({ insert, depth }: Open): void {
    const inside = this.#elements[depth]
    if (inside === undefined) return
    this.#report(
      insert,
      `a part must end in the element that it begins in; <${inside}> is still open at its end`,
    )
    this.#elements.length = depth
  }

  /** False: it would be nested too deep, and is left out of account. */
  openElement(name: string): boolean {
    if (this.#elements.length >= DEEPEST) return false
    this.#elements.push(name)
    return true
  }

  closeElement(name: string): void {
    const at = this.#elements.lastIndexOf(name)
    if (at === -1) return
    const open = this.#open.at(-1)
    if (open && at < open.depth) {
      this.#report(open.insert, `a part must end in the element that it begins in; <${name}> ends before it`)
      open.depth = at
    }
    this.#elements.length = at
  }

  /** Runs `body` as in a document of its own: what begins there ends there. */
  apart(body: () => void): void {
    const [elements, open] = [this.#elements, this.#open]
    this.#elements = []
    this.#open = []
    body()
    for (const { insert, outer } of this.#open.toReversed()) {
      this.#report(insert, 'a part is never ended')
      this.out = outer
    }
    this.#elements = elements
    this.#open = open
  }
}
