import { type DefaultTreeAdapterTypes, parse } from 'parse5'

/** What a document is made of: every element in order with the names of its attributes, and comments. */
export const structureOf = (html: string): string[] => structure(parse(html).childNodes)

const structure = (nodes: readonly DefaultTreeAdapterTypes.ChildNode[]): string[] =>
  nodes.flatMap((node) => {
    if (!('tagName' in node)) return node.nodeName === '#comment' ? ['<!---->'] : []
    const names = node.attrs.map(({ name }) => name).toSorted()
    const inside = 'content' in node ? node.content.childNodes : node.childNodes
    return [`<${[node.tagName, ...names].join(' ')}>`, ...structure(inside)]
  })

/** Numbers below a bound, the same ones in every run (Park and Miller), so that a failure can be seen again. */
export function sameNumbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 48271) % 2147483647
    return state % below
  }
}
