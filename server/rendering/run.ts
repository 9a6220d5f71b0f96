import type { Issue } from '#server/errors.ts'
import type { Reader } from './filters.ts'

/** What a template is put together with. `builtIn`: names that the data may take for itself. */
export interface Values {
  data: Readonly<Record<string, unknown>>
  builtIn: Readonly<Record<string, unknown>>
}

/** In characters, all three together: a large value that stands in many places must not fill the memory. */
export const ROOM = 5_000_000

export class TooLarge extends Error {}

/** One rendering: its values, the items that it is at, and what was found wrong. */
export class Run {
  readonly issues = new Map<string, Issue>()
  /** The item of each repetition that is open, outermost first. */
  readonly items: unknown[] = []
  /** Where they are in their lists. */
  readonly indexes: number[] = []
  readonly data: Values['data']
  readonly builtIn: Values['builtIn']
  readonly reader: Reader
  /** Values are escaped as React does, wherever they stand. */
  readonly asReact: boolean
  room = ROOM

  constructor({ data, builtIn }: Values, reader: Reader, asReact: boolean) {
    this.data = data
    this.builtIn = builtIn
    this.reader = reader
    this.asReact = asReact
  }

  take(length: number): void {
    this.room -= length
    if (this.room < 0) throw new TooLarge()
  }
}
