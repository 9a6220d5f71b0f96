'use client'

import { useState } from 'react'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { differences } from '../_words/differences.ts'
import type { Draft } from './state/use-draft.ts'
import type { WorkflowDetail } from './types.ts'
import { DifferenceList } from './versions/difference-list.tsx'

export interface NoticesProps {
  detail: WorkflowDetail
  draft: Draft
  mayWrite: boolean
}

/** What is to be known before one writes: that it is off, that one may only look, that somebody else has saved. */
export function Notices({ detail, draft, mayWrite }: NoticesProps) {
  return (
    <>
      {detail.archivedAt ? (
        <Notice title="For reading only">
          This workflow is archived: no event starts it. It can be restored, and is off then.
        </Notice>
      ) : !mayWrite ? (
        <Notice title="For reading only">
          Workflows are changed by admins. An admin of the team can change your role.
        </Notice>
      ) : !detail.enabled ? (
        <Notice tone="amber" title="This workflow is off">
          No event starts it. Look it over, try it, and switch it on above.
        </Notice>
      ) : null}
      {draft.theirs ? <Conflict detail={detail} draft={draft} /> : null}
      {draft.wasKept && !draft.theirs ? (
        <Notice
          title="Your unsaved changes are back"
          actions={
            <Button size="sm" onClick={draft.discard}>
              Discard them
            </Button>
          }
        >
          They were kept in this tab from before. Nobody else sees them until you save.
        </Notice>
      ) : null}
    </>
  )
}

/** Somebody else saved since: nothing is overwritten until one has seen what. */
function Conflict({ detail, draft }: Pick<NoticesProps, 'detail' | 'draft'>) {
  const [isShown, setShown] = useState(false)
  const between = differences(detail.definition, draft.definition)
  return (
    <Notice
      tone="red"
      title={`${detail.updatedByName ?? 'Somebody'} has saved version ${detail.version}`}
      actions={
        <>
          <Button size="sm" onClick={draft.discard}>
            Take theirs
          </Button>
          <Button size="sm" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
            {isShown ? 'Hide what differs' : 'See what differs'}
          </Button>
          <Button size="sm" variant="danger" onClick={draft.rebase}>
            Keep mine
          </Button>
        </>
      }
    >
      <p>
        <RelativeTime at={detail.updatedAt} />, after you had begun. What you wrote is kept here. “Keep mine”
        goes on with all of it, and saving replaces theirs; “Take theirs” forgets it.
      </p>
      {isShown ? (
        <div className="mt-3 rounded-md border bg-surface p-3">
          <p className="mb-2 text-muted text-xs">From theirs (−) to yours (+):</p>
          <DifferenceList differences={between} />
        </div>
      ) : null}
    </Notice>
  )
}
