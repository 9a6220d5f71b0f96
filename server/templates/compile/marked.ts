import type { Mark } from '../../../emails/_studio/marks.ts'
import type { Problem } from '../problem.ts'

export type { Mark }

/**
 * A mail with marks in place of values and around parts (`emails/_studio/marks.ts`): whole HTML as React Email's `render`
 * gives it, without a preheader. `problems`: warnings.
 */
export interface Marked {
  html: string
  /** By their numbers. */
  marks: Mark[]
  problems: Problem[]
}

/** What a mail is rendered with when no marks are to come out: values are written, conditions decided, lists repeated. */
export interface Concrete {
  data: Readonly<Record<string, unknown>>
  /** Names that the data may take for itself: `recipient`, `app`, `unsubscribe_url`. */
  builtIn: Readonly<Record<string, unknown>>
  /**
   * How a value is written, absent ones by their fallback: by its filter, the mail's language and the recipient's time
   * zone. `items`: the items around it by their names, for an amount's currency. Throws nothing.
   */
  text(
    value: unknown,
    mark: Extract<Mark, { kind: 'value' }>,
    items?: Readonly<Record<string, unknown>>,
  ): string
}
