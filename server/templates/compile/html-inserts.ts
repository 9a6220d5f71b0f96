import { type Insert, nameOfMark } from './inserts.ts'

/** Why a source can't be compiled, and where (an index into it, and what stands there). */
export interface HtmlProblem {
  index: number
  message: string
  insert?: Insert
}

/** What stands in a source: `{name}` placeholders, or marks. */
export interface Inserts {
  inserts: readonly Insert[]
  marked: boolean
}

/** The same by where it begins, and what is wrong with it. */
export class Inserted {
  readonly problems: HtmlProblem[] = []
  readonly #at: Map<number, Insert>
  readonly marked: boolean
  readonly #told = new Set<number>()

  constructor({ inserts, marked }: Inserts) {
    this.#at = new Map(inserts.map((found) => [found.start, found]))
    this.marked = marked
  }

  get(index: number): Insert | undefined {
    return this.#at.get(index)
  }

  has(index: number): boolean {
    return this.#at.has(index)
  }

  isIn(from: number, to: number): boolean {
    for (let i = from; i < to; i++) if (this.#at.has(i)) return true
    return false
  }

  /** The first problem of each is told. */
  tell(insert: Insert, message: string): void {
    if (this.#told.has(insert.start)) return
    this.#told.add(insert.start)
    this.problems.push({ index: insert.start, message, insert })
  }

  refuse(insert: Insert, message: string): void {
    this.tell(insert, `${nameOfMark(insert.mark)} ${message}`)
  }

  refuseAll(from: number, to: number, message: string): void {
    for (let i = from; i < to; i++) {
      const found = this.#at.get(i)
      if (found) this.refuse(found, message)
    }
  }

  /** `{name}` is text in a comment; a mark is not. */
  refuseMarks(from: number, to: number): void {
    if (this.marked) this.refuseAll(from, to, 'can not stand in a comment')
  }
}
