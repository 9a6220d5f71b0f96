import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
  snippet,
} from '@codemirror/autocomplete'
import type { EditorView } from '@codemirror/view'
import { builtInPaths, type VariablePath } from '../../_studio/variable-paths.ts'
import { importChanges } from './add-imports.ts'
import { components, themeNames } from './words.ts'

/** The string that the cursor is in, where it names a variable: `v('…`, `when="…`, `of="…`. */
const IN_PATH = /(?:\b(v)\(\s*|\b(when|of)=\{?\s*|\b(currency):\s*)(['"`])([\w.$-]*)$/
const IN_TAG = /<([A-Za-z]*)$/
const IN_THEME = /\btheme\.([\w.]*)$/
const EACH = /<Each\b[^>]*?\bof=["']([\w.$-]+)["'][^>]*?\bas=["']([\w$-]+)["']/g

/** Completes what only this editor knows: variables, our words, React Email's components. */
export function completions(declared: () => readonly VariablePath[]): CompletionSource {
  return (context) => inPath(context, declared()) ?? inTheme(context) ?? inTag(context)
}

/** Variables, and inside of a list what its items are called, wherever an <Each> of the file says so. */
export function pathsIn(code: string, declared: readonly VariablePath[]): VariablePath[] {
  const items: VariablePath[] = []
  const full = new Map<string, string>()
  for (const [, of = '', as = ''] of code.matchAll(EACH)) {
    const [first = '', ...rest] = of.split('.')
    const list = [full.get(first) ?? first, ...rest].join('.')
    full.set(as, `${list}[]`)
    for (const one of declared) {
      if (one.path === `${list}[]`) items.push({ ...one, path: as })
      else if (one.path.startsWith(`${list}[].`)) {
        const path = as + one.path.slice(list.length + 2)
        if (!path.includes('[]')) items.push({ ...one, path })
      }
    }
  }
  return [...items, ...declared.filter(({ path }) => !path.includes('[]')), ...builtInPaths]
}

function inPath(context: CompletionContext, declared: readonly VariablePath[]): CompletionResult | null {
  const found = IN_PATH.exec(lineBefore(context))
  if (!found) return null
  const typed = found[5] ?? ''
  const wantsList = found[2] === 'of'
  const options = pathsIn(context.state.doc.toString(), declared)
    .filter(({ type }) => found[2] === 'when' || (type === 'list') === wantsList)
    .map(
      ({ path, type, description }, index): Completion => ({
        label: path,
        detail: type,
        type: 'variable',
        boost: -index / 100,
        ...(description && { info: description }),
      }),
    )
  return { from: context.pos - typed.length, options: unique(options), validFor: /^[\w.$-]*$/ }
}

function inTheme(context: CompletionContext): CompletionResult | null {
  const found = IN_THEME.exec(lineBefore(context))
  if (!found) return null
  return {
    from: context.pos - (found[1] ?? '').length,
    options: themeNames.map((label) => ({ label, type: 'property' })),
    validFor: /^[\w.]*$/,
  }
}

function inTag(context: CompletionContext): CompletionResult | null {
  const found = IN_TAG.exec(lineBefore(context))
  if (!found) return null
  return {
    from: context.pos - (found[1] ?? '').length,
    options: [...words, ...tags],
    validFor: /^[A-Za-z]*$/,
  }
}

const words: Completion[] = [
  word('If', 'show when …', 'If when="#{path}">#{}</If>'),
  word('Else', 'otherwise, inside If', 'Else>#{}</Else>'),
  word('Each', 'once for each item', 'Each of="#{items}" as="#{item}">#{}</Each>'),
]

function word(label: string, detail: string, text: string): Completion {
  return { label, detail, type: 'keyword', boost: 2, apply: withImport('posthorn', label, text) }
}

const EMPTY = new Set(['Img', 'Hr', 'Font'])
const tags: Completion[] = Object.entries(components).map(([label, detail]) => ({
  label,
  detail,
  type: 'class',
  boost: 1,
  apply: withImport('react-email', label, EMPTY.has(label) ? `${label} #{}/>` : `${label}>#{}</${label}>`),
}))

/** Puts the snippet in, and its name into the imports when it is missing there. */
function withImport(module: string, name: string, text: string) {
  return (view: EditorView, completion: Completion, from: number, to: number) => {
    const rest = view.state.sliceDoc(to, to + 1)
    // A `>` that is there already closes the tag.
    const body = rest === '>' ? name : text
    snippet(body)(view, completion, from, to)
    const changes = importChanges(view.state.doc.toString(), { [module]: [name] })
    if (changes.length > 0) view.dispatch({ changes })
  }
}

const lineBefore = ({ state, pos }: CompletionContext): string =>
  state.sliceDoc(state.doc.lineAt(pos).from, pos)

const unique = (options: Completion[]): Completion[] =>
  options.filter((one, index) => options.findIndex(({ label }) => label === one.label) === index)
