'use client'

import { json, jsonParseLinter } from '@codemirror/lang-json'
import { linter, lintGutter } from '@codemirror/lint'
import { useMemo } from 'react'
import { cn } from '#app/_components/ui/cn.ts'
import { useCodeMirror } from './use-code-mirror.ts'

export interface JsonFieldProps {
  /** As it is when the field appears; one that changed from outside comes as a new `key`. */
  text: string
  /** Called with every text, also one that is no JSON (yet). */
  onChange: (text: string) => void
  label: string
  readOnly?: boolean
  className?: string
}

/** JSON with its errors at their line. Grows with what it holds, up to the height of `className`. */
export function JsonField({ text, onChange, label, readOnly = false, className }: JsonFieldProps) {
  const extensions = useMemo(
    () => [json(), linter(emptyIsFine(jsonParseLinter()), { delay: 200 }), lintGutter()],
    [],
  )
  const { host } = useCodeMirror({ text, onChange, label, readOnly, extensions })
  return (
    <div
      ref={host}
      className={cn(
        'min-h-24 overflow-hidden rounded-md border border-field focus-within:border-accent focus-within:outline-1 focus-within:outline-accent',
        className,
      )}
    />
  )
}

type Source = ReturnType<typeof jsonParseLinter>
const emptyIsFine =
  (source: Source): Source =>
  (view) =>
    view.state.doc.toString().trim() === '' ? [] : source(view)
