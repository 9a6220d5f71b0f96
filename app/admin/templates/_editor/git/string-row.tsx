'use client'

import { RotateCcw } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { Badge } from '#app/_components/ui/badge.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Textarea } from '#app/_components/ui/textarea.tsx'
import type { Problem } from '#server/templates/problem.ts'

export interface StringRowProps {
  name: string
  /** What the code says. */
  inCode: string
  /** What this language says otherwise; undefined: as the code. */
  text: string | undefined
  locale: string
  problems: readonly Problem[]
  readOnly: boolean
  /** A new object each time the row is to be gone to. */
  focus: object | null
  onWrite: (text: string | undefined) => void
}

/** One text: the code's own, and beside it what this language says in its place. An empty field is the code's. */
export function StringRow(props: StringRowProps) {
  const { name, inCode, text, locale, problems, readOnly, focus, onWrite } = props
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const isChanged = text !== undefined
  useEffect(() => {
    if (focus) field.current?.focus()
  }, [focus])
  return (
    <li className="grid gap-x-4 gap-y-1 py-2.5 md:grid-cols-2">
      <div className="min-w-0">
        <div className="flex items-center gap-2">
          <label htmlFor={id} className="font-mono text-muted text-xs">
            {name}
          </label>
          {isChanged ? <Badge tone="blue">Changed</Badge> : null}
        </div>
        <p className="mt-0.5 text-pretty text-sm [overflow-wrap:anywhere]">{inCode}</p>
      </div>
      <div className="flex min-w-0 items-start gap-1">
        <div className="min-w-0 flex-1">
          <Textarea
            ref={field}
            id={id}
            rows={Math.min(5, Math.ceil((text ?? inCode).length / 52) || 1)}
            lang={locale}
            dir="auto"
            value={text ?? ''}
            placeholder={inCode}
            maxLength={5_000}
            readOnly={readOnly}
            aria-invalid={problems.some(({ severity }) => severity === 'error') || undefined}
            aria-describedby={problems.length > 0 ? `${id}-problems` : undefined}
            onChange={({ target }) => onWrite(target.value === '' ? undefined : target.value)}
            className="min-h-8 py-1.5"
          />
          {problems.length > 0 ? (
            <div id={`${id}-problems`} className="mt-1 grid gap-0.5 text-xs">
              {problems.map(({ message, severity }) => (
                <p key={message} className={severity === 'error' ? 'text-red' : 'text-amber'}>
                  {message}
                </p>
              ))}
            </div>
          ) : null}
        </div>
        {isChanged && !readOnly ? (
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Say “${name}” as the code does`}
            title="As the code"
            onClick={() => {
              onWrite(undefined)
              field.current?.focus()
            }}
          >
            <RotateCcw aria-hidden />
          </Button>
        ) : null}
      </div>
    </li>
  )
}
