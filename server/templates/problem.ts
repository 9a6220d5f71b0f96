/** Where in a template a problem is, so that the studio can go there. */
export interface Place {
  /** The part of the source; `fixture` with its name; left out: the template as a whole. */
  field:
    | 'subject'
    | 'preheader'
    | 'code'
    | 'doc'
    | 'body'
    | 'html_body'
    | 'strings'
    | 'variables'
    | 'fixture'
    | 'push'
  /** From 1, in `code`, `body` and `html_body`. */
  line?: number | undefined
  column?: number | undefined
  /** In `doc`: the indexes of the node from the root. */
  node?: number[] | undefined
  /** A variable's path, a string's or a fixture's name. */
  name?: string | undefined
}

/** Something that is wrong with a template. Errors block publishing. */
export interface Problem {
  severity: 'error' | 'warning'
  /** What it is, for a person, with what to do. */
  message: string
  /** BCP 47; null: all of them. */
  locale?: string | null | undefined
  where?: Place | undefined
}
