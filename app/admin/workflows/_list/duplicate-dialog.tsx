'use client'

import type { RefObject } from 'react'
import { DuplicateDialog as AnyDuplicateDialog } from '../../_duplicate/duplicate-dialog.tsx'
import { useWorkflowChanges } from '../use-workflow-changes.ts'
import { keyWords } from './key-field.tsx'
import type { Named } from './row-menu.tsx'

export interface DuplicateDialogProps {
  /** Null: closed. */
  row: Named | null
  onClose: () => void
  returnFocus: RefObject<HTMLElement | null>
}

const useDuplicate = () => useWorkflowChanges().duplicate

/** A workflow under another key, begun from what this one is now. */
export const DuplicateDialog = ({ row, ...props }: DuplicateDialogProps) => (
  <AnyDuplicateDialog
    {...props}
    {...keyWords}
    of={row}
    description="All that it does as it is saved now. The copy is off: it starts with nothing until it is switched on."
    folder="/admin/workflows"
    useDuplicate={useDuplicate}
  />
)
