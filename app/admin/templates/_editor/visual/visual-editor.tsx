'use client'

import './visual-editor.css'
import { Placeholder } from '@tiptap/extensions'
import { NodeSelection, Selection } from '@tiptap/pm/state'
import { EditorContent, useEditor } from '@tiptap/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Notice } from '#app/_components/ui/notice.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import type { VisualSource } from '#server/templates/sources.ts'
import { visualExtensions } from '../../../../../emails/_studio/visual/extensions.ts'
import type { EditorProps } from '../editor-props.ts'
import { canvasCss } from './canvas-css.ts'
import { frameKeys } from './keys.ts'
import { marksOnNodes, problemsKey } from './marks-on-nodes.ts'
import { withView } from './node-views.ts'
import { positionOf, positionOfName } from './positions.ts'
import { Settings } from './settings.tsx'
import { SuggestMenu } from './suggest-menu.tsx'
import { createSuggestStore } from './suggest-store.ts'
import { suggestions } from './suggestions.ts'
import { Toolbar } from './toolbar.tsx'
import { uploadImage } from './upload.ts'

const base = visualExtensions.map(withView)

/** In frames: long enough for a slow machine to draw the settings of what was put in. */
const PATIENCE = 60

/** Puts the focus into a field of the settings as soon as it is drawn, so that one can type on. */
function goTo(root: () => HTMLElement | null, field: string, patience = PATIENCE): void {
  queueMicrotask(() => {
    const input =
      root()?.querySelector<HTMLElement>(`[data-setting="${field}"]`) ??
      root()?.querySelector<HTMLElement>(`[data-setting="${field}.path"]`)
    if (input) input.focus()
    else if (patience > 0) requestAnimationFrame(() => goTo(root, field, patience - 1))
  })
}

/** Writes a visual template on a canvas that looks like the mail; `/` puts blocks in, `{` variables. */
export function VisualEditor(props: EditorProps<VisualSource>) {
  const { source, theme, variables, problems, readOnly, jump, locale } = props
  const latest = useRef(props)
  latest.current = props
  const frame = useRef<HTMLDivElement>(null)
  const [broken, setBroken] = useState<string | null>(null)
  const [store] = useState(createSuggestStore)

  const [askFor] = useState(() => (field: string) => goTo(() => frame.current, field))

  // An image that is pasted or dropped is uploaded; where that fails one reads why.
  const putImage = (files: FileList | undefined): boolean => {
    const image = [...(files ?? [])].find(({ type }) => type.startsWith('image/'))
    if (!image || !editor?.isEditable) return false
    uploadImage(image).then(
      ({ url }) =>
        editor
          .chain()
          .focus()
          .insertContent({ type: 'image', attrs: { src: url } })
          .run(),
      (error: unknown) => toast.error(error instanceof Error ? error.message : 'The image was not stored'),
    )
    return true
  }

  const editor = useEditor({
    immediatelyRender: true,
    shouldRerenderOnTransaction: false,
    editable: !readOnly,
    enableContentCheck: true,
    extensions: [
      ...base,
      frameKeys,
      marksOnNodes,
      suggestions({ store, variables: () => latest.current.variables, askFor }),
      Placeholder.configure({
        placeholder: 'Write, or press / for blocks and { for variables',
        includeChildren: true,
      }),
    ],
    content: source.doc,
    editorProps: {
      attributes: () => ({
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-readonly': String(latest.current.readOnly),
        'aria-label': `Body, ${locale}`,
        lang: locale,
      }),
      // The way from the text to the settings of what the cursor is in.
      handleKeyDown: (_, event) => {
        if (!event.altKey || event.key !== 'Enter') return false
        frame.current?.querySelector<HTMLElement>('[data-setting]')?.focus()
        return true
      },
      handlePaste: (_, event) => putImage(event.clipboardData?.files),
      handleDrop: (_, event, __, isMoved) => !isMoved && putImage(event.dataTransfer?.files),
    },
    onContentError: ({ error }) => setBroken(error.message),
    onUpdate: ({ editor: current }) => {
      const { onChange, source: from } = latest.current
      onChange({ ...from, doc: current.getJSON() as VisualSource['doc'] })
    },
  })

  useEffect(() => {
    editor.setEditable(!readOnly && broken === null, false)
  }, [editor, readOnly, broken])

  useEffect(() => {
    editor.view.dispatch(editor.state.tr.setMeta(problemsKey, problems).setMeta('addToHistory', false))
  }, [editor, problems])

  useEffect(() => {
    if (jump?.place.field !== 'doc') return
    const { node: indexes, name } = jump.place
    const { doc } = editor.state
    const place = indexes ? positionOf(doc, indexes) : name ? positionOfName(doc, name) : null
    if (!place) return
    const { pos, node } = place
    const selection = NodeSelection.isSelectable(node)
      ? NodeSelection.create(doc, pos)
      : Selection.near(doc.resolve(pos + 1))
    editor.view.dispatch(editor.state.tr.setSelection(selection).scrollIntoView())
    editor.view.focus()
    const dom = editor.view.nodeDOM(pos)
    const element = dom instanceof HTMLElement ? dom : dom?.parentElement
    element?.scrollIntoView({ block: 'center' })
  }, [editor, jump])

  const css = useMemo(() => canvasCss(theme), [theme])

  if (broken) {
    return (
      <Notice tone="red" title="This document can’t be shown here">
        It was not written by this editor: {broken}. Roll back to an earlier version, or discard the draft.
      </Notice>
    )
  }
  return (
    <div ref={frame} className="flex min-h-full flex-col bg-surface">
      {readOnly ? null : (
        <div className="sticky top-0 z-20 border-b bg-surface">
          <Toolbar editor={editor} askFor={askFor} />
          <Settings editor={editor} variables={variables} theme={theme} />
        </div>
      )}
      <style>{css}</style>
      <EditorContent editor={editor} className="visual-canvas grow overflow-x-auto" />
      <SuggestMenu store={store} />
    </div>
  )
}
