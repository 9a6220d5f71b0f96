import { type Diagnostic, setDiagnostics } from '@codemirror/lint'
import { EditorSelection, type Text } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import type { Place, Problem } from '#server/templates/problem.ts'

/** Underlines what the compiler found, where it found it. */
export function markProblems(view: EditorView, problems: readonly Problem[]): void {
  const diagnostics = problems.flatMap((problem): Diagnostic[] => {
    const { where, severity, message } = problem
    if (where?.field !== 'code' || where.line === undefined) return []
    return [{ ...rangeOf(view, where), severity, message }]
  })
  view.dispatch(
    setDiagnostics(
      view.state,
      diagnostics.sort((a, b) => a.from - b.from),
    ),
  )
}

export function goTo(view: EditorView, place: Place): void {
  const at = positionOf(view.state.doc, place)
  view.dispatch({
    selection: EditorSelection.cursor(at),
    effects: EditorView.scrollIntoView(at, { y: 'center' }),
  })
  view.focus()
}

/** The word there; without one what is left of the line, and at its end its last character. */
function rangeOf(view: EditorView, place: Place): { from: number; to: number } {
  const { state } = view
  const from = positionOf(state.doc, place)
  const word = state.wordAt(from)
  if (word && word.from === from && !word.empty) return { from, to: word.to }
  const line = state.doc.lineAt(from)
  if (from < line.to) return { from, to: line.to }
  return { from: Math.max(line.from, line.to - 1), to: line.to }
}

/** A variable as it is asked for: `v('order.id')`, `of="items"`. */
const quoted = (name: string) => new RegExp(`(['"\`])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\1`)

/** The code may have changed since the place was found: what is not there any more is its end. */
export function positionOf(doc: Text, { line: wanted, column = 1, name }: Place): number {
  const line = wanted ?? 1
  const named = name === undefined || wanted !== undefined ? -1 : doc.toString().search(quoted(name))
  if (named >= 0) return named + 1
  const found = doc.line(Math.max(1, Math.min(line, doc.lines)))
  return Math.min(found.from + Math.max(0, column - 1), found.to)
}
