'use client'

import { ArchiveDialog } from '../../_list/archive-dialog.tsx'
import { DuplicateDialog } from '../../_list/duplicate-dialog.tsx'
import type { RowDialogProps } from '../../_list/use-row-actions.ts'
import { useWorkflowChanges, type WorkflowChanges } from '../use-workflow-changes.ts'
import type { WorkflowRow } from './list-state.ts'
import { namedWords } from './words.ts'

/** What can be put away or copied: a row of the list, or the workflow that is open. */
export type Named = Pick<WorkflowRow, 'key' | 'name' | 'enabled' | 'archivedAt'>

export interface RowDialogsProps {
  duplicating: RowDialogProps<Named>
  archiving: RowDialogProps<Named>
  changes: WorkflowChanges
}

const useDuplicate = () => useWorkflowChanges().duplicate

/** What a workflow's menu opens. */
export const RowDialogs = ({ duplicating, archiving, changes }: RowDialogsProps) => (
  <>
    <DuplicateDialog
      {...duplicating}
      description="All that it does as it is saved now. The copy is off: it starts with nothing until it is switched on."
      words={namedWords.key}
      folder="/admin/workflows"
      useDuplicate={useDuplicate}
    />
    <ArchiveDialog {...archiving} changes={changes} meaning={meaning} />
  </>
)

const meaning = ({ enabled }: Named) => (
  <p>
    {enabled ? 'It is on: from now on no event starts it. ' : ''}
    What it planned already goes on. It can be restored at any time, and is off then.
  </p>
)
