import { compile, type HtmlNode } from 'html-to-text'

const collect = compile({
  wordwrap: false,
  selectors: [{ selector: '*', format: 'collect' }],
  formatters: {
    collect: (element, _walk, { metadata }) => (metadata as HtmlNode[]).push(element),
  },
})

/** The bodies of a document as html-to-text's own parser sees them, so that both read the same. */
export function bodiesOf(html: string): HtmlNode[] {
  const bodies: HtmlNode[] = []
  collect(/<body[\s>]/i.test(html) ? html : `<body>${html}</body>`, bodies)
  return bodies
}
