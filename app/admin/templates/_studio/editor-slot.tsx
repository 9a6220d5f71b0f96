'use client'

import dynamic from 'next/dynamic'
import { useMemo } from 'react'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import type { EditorProps } from '../_editor/editor-props.ts'
import type { PlainSource } from '../_editor/plain/plain-editor.tsx'
import { usePlace } from './place-context.tsx'
import { useStudio, useStudioState } from './studio-context.tsx'
import type { CodeSource, GitSource, TemplateSource, VisualSource } from './types.ts'
import { useView } from './view-context.tsx'

const loading = () => <SkeletonRows rows={6} label="Loading the editor" />

// Each editor's code loads where it is used, and only in the browser.
const PlainEditor = dynamic(
  () => import('../_editor/plain/plain-editor.tsx').then((module) => module.PlainEditor),
  { ssr: false, loading },
)
const VisualEditor = dynamic(
  () => import('../_editor/visual/visual-editor.tsx').then((module) => module.VisualEditor),
  { ssr: false, loading },
)
const CodeEditor = dynamic(
  () => import('../_editor/code/code-editor.tsx').then((module) => module.CodeEditor),
  { ssr: false, loading },
)
const GitEditor = dynamic(() => import('../_editor/git/git-editor.tsx').then((module) => module.GitEditor), {
  ssr: false,
  loading,
})

/** The editor of the template's kind, on the open locale. */
export function EditorSlot() {
  const { templateKey, studio, store, readOnly } = useStudio()
  const { locale, jump } = usePlace()
  const { source, preview } = useView()
  const { kind, variables } = useStudioState((state) => state.content)
  const epoch = useStudioState((state) => state.epochs[locale] ?? 0)
  const of = preview.last?.problems
  const problems = useMemo(
    () => (of ?? []).filter((one) => !one.locale || one.locale === locale),
    [of, locale],
  )
  const props: EditorProps<TemplateSource> = {
    templateKey,
    locale,
    source,
    onChange: (next) => store.change({ field: 'body', locale, source: next }),
    variables,
    theme: studio.theme,
    problems,
    readOnly: readOnly !== null,
    jump,
  }
  const key = `${kind}-${locale}-${epoch}`
  switch (kind) {
    case 'visual':
      return <VisualEditor key={key} {...(props as unknown as EditorProps<VisualSource>)} />
    case 'code':
      return <CodeEditor key={key} {...(props as unknown as EditorProps<CodeSource>)} />
    case 'git':
      return <GitEditor key={key} {...(props as unknown as EditorProps<GitSource>)} git={studio.git} />
    case 'plain':
      return <PlainEditor key={key} {...(props as unknown as EditorProps<PlainSource>)} />
  }
}
