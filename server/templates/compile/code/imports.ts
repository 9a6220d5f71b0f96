import { type Node, parse, specifiers } from './lazy-parts.ts'
import type { CodePlace } from './protocol.ts'

export const TOO_DEEP = 'The template is nested too deeply: elements in elements, or brackets in brackets'

export interface CodeProblem {
  message: string
  at: CodePlace | null
}

const MODULES = ['react', 'react-email', 'posthorn']
/** Of the syntax tree. A deep mail has 100; esbuild and QuickJS go into each other's depth by calls. */
const DEPTH_MAX = 1_000
const ALLOWED = 'A template imports from react, react-email and posthorn only'
/** The characters that stand for values while a template is compiled, as they are and as an escape. */
const RESERVED = /[\uE000-\uE01F]|\\u\{?0*e0[01][0-9a-f]\}?/i

/**
 * What can be said of a template's imports without running it. esbuild makes a `require` of each, so that one that is
 * overlooked here ends in the sandbox.
 *
 * @param exported the names that each module has
 */
export function importProblems(code: string, exported: Readonly<Record<string, string[]>>): CodeProblem[] {
  const problems: CodeProblem[] = []
  const say = (from: number, message: string) => problems.push({ message, at: placeAt(code, from) })
  const reserved = RESERVED.exec(code)
  if (reserved)
    say(reserved.index, 'Characters from U+E000 to U+E01F stand for values here: leave this one out')
  let depth = 0
  let isDeep = false
  parse(code).iterate({
    leave() {
      depth--
    },
    enter({ node }) {
      if (++depth > DEPTH_MAX && !isDeep) {
        isDeep = true
        say(node.from, TOO_DEEP)
      }
      if (node.name === 'DynamicImport') say(node.from, `import() is not there. ${ALLOWED}, at its beginning`)
      if (node.name !== 'ImportDeclaration' && node.name !== 'ExportDeclaration') return
      const from = node.getChild('String')
      if (!from) return
      const module = code.slice(from.from + 1, from.to - 1)
      if (!MODULES.includes(module)) say(from.from, `${ALLOWED}, not from "${module}"`)
      else if (node.name === 'ImportDeclaration')
        unknownNames(node, module, code, exported[module] ?? [], say)
    },
  })
  return problems
}

function unknownNames(
  declaration: Node,
  module: string,
  code: string,
  exported: readonly string[],
  say: (from: number, message: string) => void,
): void {
  // Of an `import type` nothing is left when it runs.
  if (declaration.getChild('type')) return
  if (module === 'posthorn' && declaration.getChild('Star'))
    say(declaration.from, 'Import the words of posthorn by name: import { v, If, Each } from "posthorn"')
  for (const { name, from } of specifiers(declaration, code)) {
    if (exported.includes(name) || name === 'default') continue
    const near = exported.find((other) => other.toLowerCase() === name.toLowerCase())
    const has =
      module === 'react' ? '' : ` It has ${exported.filter((other) => other !== '__esModule').join(', ')}.`
    say(from, `${module} has no ${name} for templates.${near ? ` Is it ${near}?` : has}`)
  }
}

export function placeAt(code: string, at: number): CodePlace {
  const before = code.slice(0, at)
  const line = before.split('\n').length
  return { line, column: at - before.lastIndexOf('\n') }
}
