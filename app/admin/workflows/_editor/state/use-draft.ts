'use client'

import { useEffect, useState } from 'react'
import type { WorkflowDefinition } from '#server/workflows/schemas.ts'
import type { Based, WorkflowDetail } from '../types.ts'
import { keep, readKept } from './kept-draft.ts'
import { isSame } from './same.ts'

export interface Draft {
  /** What it began from, as it was saved. */
  base: Based
  definition: WorkflowDefinition
  isDirty: boolean
  /** It was brought back from before the page was left. */
  wasKept: boolean
  /** What somebody else saved since; null: nobody did. */
  theirs: Based | null
  change: (part: Partial<WorkflowDefinition>) => void
  /** Back to what is saved now. */
  discard: () => void
  /** What is written goes on, upon what is saved now. */
  rebase: () => void
  /** It was saved as that version. */
  saved: (version: number, definition: WorkflowDefinition) => void
}

/** What is being written of a workflow: kept in the tab until it is saved, and never overwritten by what others save. */
export function useDraft(detail: WorkflowDetail): Draft {
  const newest: Based = { version: detail.version, definition: detail.definition }
  const [base, setBase] = useState(newest)
  const [definition, setDefinition] = useState(newest.definition)
  const [wasKept, setWasKept] = useState(false)
  const isDirty = !isSame(definition, base.definition)
  const isBehind = detail.version > base.version
  // Nothing of one's own is lost by showing what is saved now.
  if (isBehind && !isDirty) {
    setBase(newest)
    setDefinition(newest.definition)
  }

  const { key } = detail
  useEffect(() => {
    // Only the browser knows: on the server the page is shown as it is saved.
    const kept = readKept(key)
    if (!kept) return
    setDefinition(kept.definition)
    setBase((now) => (kept.version < now.version ? { ...now, version: kept.version } : now))
    setWasKept(true)
  }, [key])
  useEffect(() => {
    keep(key, isDirty ? { version: base.version, definition } : null)
  }, [key, isDirty, base.version, definition])
  useLeaveWarning(isDirty)

  const startFrom = (from: Based) => {
    setBase(from)
    setDefinition(from.definition)
    setWasKept(false)
  }
  return {
    ...{ base, definition, isDirty, wasKept: wasKept && isDirty },
    theirs: isBehind && isDirty ? newest : null,
    change: (part) => setDefinition((before) => ({ ...before, ...part })),
    discard: () => startFrom(newest),
    rebase: () => setBase(newest),
    saved: (version, its) => startFrom({ version, definition: its }),
  }
}

/** The browser asks before a tab with unsaved changes is closed. */
function useLeaveWarning(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isDirty])
}
