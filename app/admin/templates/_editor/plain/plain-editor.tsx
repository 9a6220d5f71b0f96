'use client'

import { useEffect, useRef } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Textarea } from '#app/_components/ui/textarea.tsx'
import type { EditorProps } from '../editor-props.ts'
import { lineRange } from './line-range.ts'

export interface PlainSource {
  subject: string
  body: string
  html_body: string | null
}

/** A `{name}` template of the API: its text, and HTML of its own where it has some. */
export function PlainEditor({ source, onChange, problems, readOnly, jump }: EditorProps<PlainSource>) {
  const body = useRef<HTMLTextAreaElement>(null)
  const html = useRef<HTMLTextAreaElement>(null)
  const ownHtml = source.html_body !== null && source.html_body !== ''

  useEffect(() => {
    if (!jump) return
    const { field, line } = jump.place
    const area = field === 'html_body' ? html.current : field === 'body' ? body.current : null
    if (!area) return
    area.focus()
    if (line) area.setSelectionRange(...lineRange(area.value, line))
  }, [jump])

  const problemAt = (field: 'body' | 'html_body') => {
    const found = problems.filter(({ where }) => where?.field === field)
    if (found.length === 0) return undefined
    return found
      .map(({ message, where }) => (where?.line ? `Line ${where.line}: ${message}` : message))
      .join(' ')
  }

  return (
    <div className="grid content-start gap-4 overflow-y-auto p-4">
      <Field
        label="Text"
        error={problemAt('body')}
        hint="{name} stands for a variable. An empty line begins a paragraph."
      >
        {(control) => (
          <Textarea
            {...control}
            ref={body}
            rows={16}
            readOnly={readOnly}
            value={source.body}
            onChange={({ target }) => onChange({ ...source, body: target.value })}
          />
        )}
      </Field>
      {ownHtml ? (
        <Field
          label="HTML"
          error={problemAt('html_body')}
          hint="Values are escaped by where they stand."
          aside={
            readOnly ? null : (
              <Button variant="link" size="sm" onClick={() => onChange({ ...source, html_body: null })}>
                Make it from the text instead
              </Button>
            )
          }
        >
          {(control) => (
            <Textarea
              {...control}
              ref={html}
              mono
              rows={18}
              readOnly={readOnly}
              value={source.html_body ?? ''}
              onChange={({ target }) => onChange({ ...source, html_body: target.value })}
            />
          )}
        </Field>
      ) : (
        <div className="flex flex-wrap items-center gap-3 text-muted text-sm">
          The HTML is made from the text.
          {readOnly ? null : (
            <Button size="sm" onClick={() => onChange({ ...source, html_body: '<p>Hello {name}</p>' })}>
              Write it by hand
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
