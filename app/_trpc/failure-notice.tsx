'use client'

import { Notice } from '#app/_components/ui/notice.tsx'
import { explainError } from './client.tsx'

export interface FailureNoticeProps {
  /** What did not happen: “The source was not created”. */
  title: string
  /** What a mutation failed with; nothing is shown without one. */
  error: unknown
  /** Fields stand above that tell what is wrong with them (`fieldError`): then it need not be said here. */
  fields?: boolean
}

/** What the server refused, and why. */
export function FailureNotice({ title, error, fields = false }: FailureNoticeProps) {
  if (!error) return null
  const { message, issues } = explainError(error)
  if (fields && issues.length > 0) return null
  return (
    <Notice tone="red" title={title}>
      {message}
    </Notice>
  )
}
