'use client'

import { CircleAlert } from 'lucide-react'
import { useId, useRef } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Label } from '#app/_components/ui/field.tsx'
import { Textarea } from '#app/_components/ui/textarea.tsx'
import { parseJsonObject } from './json-text.ts'

export interface JsonProblem {
  /** The field as the server names it; null: the text is no JSON. */
  path: string | null
  message: string
  line: number | null
}

export interface JsonEditorProps {
  label: string
  value: string
  onValueChange: (text: string) => void
  /** ⌘ or Ctrl with Enter. */
  onSubmit: () => void
  problems: readonly JsonProblem[]
}

/** JSON as text; below it what is wrong with it, each with its line, which a click leads to. */
export function JsonEditor({ label, value, onValueChange, onSubmit, problems }: JsonEditorProps) {
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const goTo = (line: number) => {
    const lines = value.split('\n')
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0)
    area.current?.focus()
    area.current?.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0))
  }
  const format = () => {
    const parsed = parseJsonObject(value)
    if (parsed.ok) onValueChange(JSON.stringify(parsed.value, null, 2))
  }
  return (
    <div className="grid gap-1.5">
      <div className="flex items-center justify-between gap-2">
        <Label htmlFor={id}>{label}</Label>
        <Button size="sm" variant="ghost" disabled={!parseJsonObject(value).ok} onClick={format}>
          Format
        </Button>
      </div>
      <Textarea
        ref={area}
        id={id}
        mono
        rows={Math.min(Math.max(value.split('\n').length + 1, 8), 18)}
        value={value}
        aria-invalid={problems.length > 0 || undefined}
        aria-describedby={`${id}-problems`}
        onChange={(event) => onValueChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
          event.preventDefault()
          onSubmit()
        }}
      />
      <ul id={`${id}-problems`} aria-live="polite" className="grid gap-1 text-red text-xs">
        {problems.map(({ path, message, line }) => (
          <li key={`${path}:${message}`} className="flex items-start gap-1.5">
            <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            <span className="min-w-0 break-words">
              {path ? <code className="font-semibold">{path}</code> : null} {message}
              {line === null ? null : (
                <>
                  {' '}
                  <button
                    type="button"
                    onClick={() => goTo(line)}
                    className="underline underline-offset-2 hover:no-underline"
                  >
                    line {line}
                  </button>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
