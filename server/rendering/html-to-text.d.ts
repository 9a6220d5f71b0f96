// The package brings no types; of it we use this much.
declare module 'html-to-text' {
  /** A node of htmlparser2's document. */
  export interface HtmlNode {
    /** `tag`; other elements are of type `script` and `style`. */
    type: string
    name?: string
    /** Of texts and comments. */
    data?: string
    attribs?: Record<string, string>
    children?: HtmlNode[]
    parent?: HtmlNode | null
  }
  export function compile(options: {
    wordwrap: number | false
    selectors: readonly { selector: string; format?: string; options?: object }[]
    formatters?: Record<
      string,
      (element: HtmlNode, walk: unknown, builder: { metadata: unknown }, options: object) => void
    >
  }): (html: string, metadata?: unknown) => string
}
