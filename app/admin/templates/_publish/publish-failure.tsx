'use client'

import { useEffect, useRef } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import type { explainError } from '#app/_trpc/client.tsx'
import { sentence } from '#app/_trpc/field-error.ts'

export interface PublishFailureProps {
  failure: ReturnType<typeof explainError>
  onReload: () => void
}

/** Why nothing was published. Somebody else's save is to be seen first. */
export function PublishFailure({ failure: { message, reason, issues }, onReload }: PublishFailureProps) {
  const conflict = reason === 'conflict'
  // Of a conflict the message says all: its issue names no field of the form.
  const shown = conflict ? [] : issues.filter(({ path }) => path !== 'note' && path !== 'override.reason')
  const place = useRef<HTMLDivElement>(null)
  // Braces: Chromium's scrolling answers a promise, which React would call as the effect's end.
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <div ref={place}>
      <Notice
        tone="red"
        title={conflict ? 'Somebody was faster' : 'It was not published'}
        actions={
          conflict ? (
            <Button size="sm" onClick={onReload}>
              See what changed
            </Button>
          ) : null
        }
      >
        <p>{message}</p>
        {shown.length > 0 ? (
          <ul className="mt-1 list-disc pl-4">
            {shown.map(({ path, message: words }) => (
              <li key={`${path} ${words}`}>
                {path ? `${path}: ` : ''}
                {path ? words : sentence(words)}
              </li>
            ))}
          </ul>
        ) : null}
      </Notice>
    </div>
  )
}
