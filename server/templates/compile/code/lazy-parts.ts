import { tsxLanguage } from '@codemirror/lang-javascript'
import type { CodePlace } from './protocol.ts'

/** Grammar nodes, as CodeMirror's TSX grammar names them. */
type Tree = ReturnType<typeof tsxLanguage.parser.parse>
export type Node = Tree['topNode']

export const parse = (code: string): Tree => tsxLanguage.parser.parse(code)

interface Insertion {
  at: number
  text: string
}

const LAZY = ['If', 'Else', 'Each']
const isFunction = (node: Node | null): boolean =>
  node !== null && (node.name === 'ArrowFunction' || node.name === 'FunctionExpression')

/**
 * Makes functions of what stands inside <If>, <Else> and <Each>, and of `else={…}`: JSX makes children before their
 * parent, but these are made for each item, or not at all. No line is added.
 *
 * @returns the code, and the place in the author's for a place in it
 */
export function lazyParts(code: string): { code: string; original: (place: CodePlace) => CodePlace } {
  const tree = parse(code)
  const names = localNames(tree, code)
  const insertions: Insertion[] = []
  tree.iterate({
    enter({ node }) {
      if (node.name !== 'JSXElement') return
      const open = node.firstChild
      const tag = open?.getChild('JSXIdentifier')
      if (!open || !tag || !names.has(code.slice(tag.from, tag.to))) return
      otherwise(open, code, insertions)
      const close = node.lastChild
      if (open.name !== 'JSXOpenTag' || close?.name !== 'JSXCloseTag') return
      const only = open.nextSibling
      if (only?.name === 'JSXEscape' && isFunction(only.firstChild?.nextSibling ?? null)) return
      insertions.push({ at: open.to, text: '{() => (<>' }, { at: close.from, text: '</>)}' })
    },
  })
  insertions.sort((a, b) => a.at - b.at)
  return { code: inserted(code, insertions), original: originalIn(code, insertions) }
}

/** What the file calls the words of posthorn that are lazy. */
function localNames(tree: Tree, code: string): Set<string> {
  const names = new Set<string>()
  for (const declaration of tree.topNode.getChildren('ImportDeclaration')) {
    const from = declaration.getChild('String')
    if (!from || code.slice(from.from + 1, from.to - 1) !== 'posthorn') continue
    for (const { name, local } of specifiers(declaration, code)) if (LAZY.includes(name)) names.add(local)
  }
  return names
}

/** The names in the braces of an import. */
export function specifiers(declaration: Node, code: string): { name: string; local: string; from: number }[] {
  const group = declaration.getChild('ImportGroup')
  if (!group) return []
  const found: { name: string; local: string; from: number }[] = []
  let name: { text: string; from: number } | null = null
  for (let child = group.firstChild; child; child = child.nextSibling) {
    const text = code.slice(child.from, child.to)
    if (child.name === 'VariableName') name = { text, from: child.from }
    else if (child.name === 'VariableDefinition') {
      found.push({ name: name?.text ?? text, local: text, from: name?.from ?? child.from })
      name = null
    }
  }
  return found
}

function otherwise(open: Node, code: string, insertions: Insertion[]): void {
  for (const attribute of open.getChildren('JSXAttribute')) {
    const name = attribute.getChild('JSXIdentifier')
    const value = attribute.getChild('JSXEscape')
    if (!name || !value || code.slice(name.from, name.to) !== 'else') continue
    if (isFunction(value.firstChild?.nextSibling ?? null)) continue
    insertions.push({ at: value.from + 1, text: '() => (' }, { at: value.to - 1, text: ')' })
  }
}

function inserted(code: string, insertions: readonly Insertion[]): string {
  let out = ''
  let from = 0
  for (const { at, text } of insertions) {
    out += code.slice(from, at) + text
    from = at
  }
  return out + code.slice(from)
}

function originalIn(code: string, insertions: readonly Insertion[]): (place: CodePlace) => CodePlace {
  return ({ line, column }) => {
    let start = 0
    for (let i = 1; i < line; i++) {
      const next = code.indexOf('\n', start)
      if (next < 0) break
      start = next + 1
    }
    const lineEnd = code.indexOf('\n', start)
    const end = lineEnd < 0 ? code.length : lineEnd
    let added = 0
    for (const { at, text } of insertions) {
      if (at < start || at > end) continue
      if (at - start + added >= column - 1) break
      added += Math.min(text.length, column - 1 - (at - start + added))
    }
    return { line, column: Math.max(1, Math.min(column - added, end - start + 1)) }
  }
}
