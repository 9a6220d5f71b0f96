'use client'

import { javascript } from '@codemirror/lang-javascript'
import { json } from '@codemirror/lang-json'
import { MergeView, unifiedMergeView } from '@codemirror/merge'
import { EditorState, type Extension } from '@codemirror/state'
import { EditorView, lineNumbers, ViewPlugin } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { editorLook } from './editor-look.ts'

export interface CodeDiffProps {
  before: string
  after: string
  language: 'tsx' | 'json' | 'text'
  /** Left out: side by side where there is room. */
  layout?: 'unified' | 'side-by-side'
}

const languages = {
  tsx: () => javascript({ jsx: true, typescript: true }),
  json: () => json(),
  text: (): Extension => [],
}

/** What stands between changes is folded away beyond these lines. */
const collapseUnchanged = { margin: 3, minSize: 6 }

/** CodeMirror's folded lines answer to a mouse alone. */
const foldsByKeyboard: Extension = [
  ViewPlugin.define((view) => {
    const reach = () => {
      for (const fold of view.dom.querySelectorAll<HTMLElement>('.cm-collapsedLines')) {
        fold.tabIndex = 0
        fold.role = 'button'
      }
    }
    view.requestMeasure({ read: reach })
    return { update: () => view.requestMeasure({ read: reach }) }
  }),
  EditorView.domEventHandlers({
    keydown(event) {
      const { target } = event
      if (!(target instanceof HTMLElement) || target.role !== 'button') return false
      if (event.key !== 'Enter' && event.key !== ' ') return false
      event.preventDefault()
      target.click()
      return true
    },
  }),
]

/** Two texts, to be read only. */
export function CodeDiff({ before, after, language, layout }: CodeDiffProps) {
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const parent = host.current
    if (!parent) return
    const common = (label: string): Extension => [
      lineNumbers(),
      editorLook,
      EditorState.readOnly.of(true),
      EditorView.editable.of(false),
      EditorView.lineWrapping,
      // To be scrolled by keyboard though it can't be typed into.
      EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': label }),
      languages[language](),
      foldsByKeyboard,
    ]
    if ((layout ?? (parent.clientWidth >= 640 ? 'side-by-side' : 'unified')) === 'unified') {
      const view = new EditorView({
        parent,
        doc: after,
        extensions: [
          common('Changes'),
          unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged }),
        ],
      })
      return () => view.destroy()
    }
    const view = new MergeView({
      parent,
      a: { doc: before, extensions: common('Before') },
      b: { doc: after, extensions: common('After') },
      collapseUnchanged,
    })
    return () => view.destroy()
  }, [before, after, language, layout])
  return <div ref={host} className="max-h-[70vh] overflow-auto" />
}
