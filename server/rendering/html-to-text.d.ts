// The package brings no types; of it we use this much.
declare module 'html-to-text' {
  export function compile(options: {
    wordwrap: number | false
    selectors: readonly { selector: string; format?: string; options?: object }[]
  }): (html: string) => string
}
