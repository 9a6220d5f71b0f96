import type { DocNode, DocProblem } from './types.ts'

/** What an author should look at before publishing. */
export function warningsOf(doc: DocNode): DocProblem[] {
  const found: DocProblem[] = []
  const tell = (node: number[], message: string) =>
    found.push({ severity: 'warning', message, where: { field: 'doc', node } })
  function visit(node: DocNode, at: number[]): void {
    const { type, attrs = {}, content = [] } = node
    if (type === 'image' && !attrs.src) tell(at, 'This image has no address yet: upload one or take it out')
    if (type === 'button' && !attrs.href) tell(at, 'This button leads nowhere: give it a link')
    if (type === 'button' && content.length === 0) tell(at, 'This button has no words')
    if (type === 'text' && node.marks?.some((mark) => mark.type === 'link' && !mark.attrs?.href)) {
      tell(at, 'This link leads nowhere')
    }
    content.forEach((child, index) => {
      visit(child, [...at, index])
    })
  }
  visit(doc, [])
  return found
}
