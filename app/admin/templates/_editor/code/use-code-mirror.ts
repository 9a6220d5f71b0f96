import { indentWithTab } from '@codemirror/commands'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { basicSetup } from 'codemirror'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { editorLook } from './editor-look.ts'

export interface CodeMirrorOptions {
  /** As it is when the component appears; later ones come as a new `key` of it. */
  text: string
  onChange: (text: string) => void
  /** Names the field, for those who hear it. */
  label: string
  readOnly: boolean
  /** The language and what belongs to it. Those of the first rendering are kept. */
  extensions: Extension
}

/** @returns a ref for the element that the editor fills, and the editor once it is there */
export function useCodeMirror(options: CodeMirrorOptions): {
  host: RefObject<HTMLDivElement | null>
  view: EditorView | null
} {
  const host = useRef<HTMLDivElement>(null)
  const first = useRef(options)
  const [access] = useState(() => new Compartment())
  const [view, setView] = useState<EditorView | null>(null)
  const { onChange, readOnly, label } = options
  const changed = useRef(onChange)
  useEffect(() => {
    changed.current = onChange
  })

  useEffect(() => {
    const parent = host.current
    if (!parent) return
    const { text, extensions } = first.current
    const next = new EditorView({
      parent,
      state: EditorState.create({
        doc: text,
        extensions: [
          basicSetup,
          // Escape, then Tab leaves the field: CodeMirror's own way out.
          keymap.of([indentWithTab]),
          editorLook,
          EditorState.tabSize.of(2),
          access.of([]),
          // Beside a preview, and on a phone, a line that leads out of sight is worse than one that is broken.
          EditorView.lineWrapping,
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed.current(update.state.doc.toString())
          }),
          extensions,
        ],
      }),
    })
    setView(next)
    return () => {
      next.destroy()
      setView(null)
    }
  }, [access])

  useEffect(() => {
    view?.dispatch({
      effects: access.reconfigure([
        EditorState.readOnly.of(readOnly),
        // Still to be reached, read and searched by keyboard.
        EditorView.contentAttributes.of({
          // Said outright: those who judge whether a scrolled region is reached do not look for contenteditable.
          tabindex: '0',
          'aria-label': label,
          'aria-readonly': String(readOnly),
          spellcheck: 'false',
          autocapitalize: 'off',
          autocorrect: 'off',
        }),
      ]),
    })
  }, [view, access, readOnly, label])

  return { host, view }
}
