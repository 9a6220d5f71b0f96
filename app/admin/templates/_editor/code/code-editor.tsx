'use client'

import { javascriptLanguage, tsxLanguage } from '@codemirror/lang-javascript'
import { LanguageSupport } from '@codemirror/language'
import { lintGutter } from '@codemirror/lint'
import { EditorSelection } from '@codemirror/state'
import { useEffect, useMemo, useRef } from 'react'
import type { CodeSource } from '#server/templates/sources.ts'
import { declaredVariables, type VariablePath } from '../../_studio/variable-paths.ts'
import type { EditorProps } from '../editor-props.ts'
import { importChanges } from './add-imports.ts'
import { completions } from './completions.ts'
import { Help } from './help.tsx'
import { goTo, markProblems } from './problem-marks.ts'
import { ProblemStrip } from './problem-strip.tsx'
import { useCodeMirror } from './use-code-mirror.ts'
import type { Example } from './words.ts'

/** React Email TSX. Fills the height it is given, and is not lower than some lines. */
export function CodeEditor(props: EditorProps<CodeSource>) {
  const { source, onChange, variables, problems, readOnly, jump, locale } = props
  const declared = useRef<readonly VariablePath[]>([])
  const extensions = useMemo(
    () => [
      new LanguageSupport(tsxLanguage, [
        javascriptLanguage.data.of({ autocomplete: completions(() => declared.current) }),
      ]),
      lintGutter(),
    ],
    [],
  )
  const { host, view } = useCodeMirror({
    text: source.code,
    onChange: (code) => onChange({ ...source, code }),
    label: `Code of the template, ${locale}`,
    readOnly,
    extensions,
  })

  useEffect(() => {
    declared.current = declaredVariables(variables)
  }, [variables])
  useEffect(() => {
    if (view) markProblems(view, problems)
  }, [view, problems])
  useEffect(() => {
    if (view && jump?.place.field === 'code') goTo(view, jump.place)
  }, [view, jump])

  function insert({ code, needs }: Example) {
    if (!view) return
    const { from, to } = view.state.selection.main
    const { number, text } = view.state.doc.lineAt(from)
    const indented = code.replaceAll('\n', `\n${/^\s*/.exec(text)?.[0] ?? ''}`)
    const changes = view.state.changes([
      ...importChanges(view.state.doc.toString(), needs),
      { from, to, insert: indented },
    ])
    view.dispatch({
      changes,
      selection: EditorSelection.cursor(changes.mapPos(to, 1)),
      scrollIntoView: number > 0,
    })
    view.focus()
  }

  const own = problems.filter(({ where }) => where?.field === 'code')
  return (
    <div className="flex h-full min-h-80 min-w-0 flex-col">
      <div className="flex items-center justify-between gap-2 border-b px-2 py-1">
        <p className="truncate px-1 text-faint text-xs max-sm:hidden">
          {readOnly ? 'Only to be read' : 'Tab indents; Esc, then Tab leaves the editor'}
        </p>
        <Help onInsert={readOnly || !view ? null : insert} />
      </div>
      <div ref={host} className="min-h-0 flex-1 overflow-hidden" />
      <ProblemStrip problems={own} onGo={(place) => view && goTo(view, place)} />
    </div>
  )
}
