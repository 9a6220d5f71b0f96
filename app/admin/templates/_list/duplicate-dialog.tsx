'use client'

import type { RefObject } from 'react'
import { DuplicateDialog as AnyDuplicateDialog } from '../../_duplicate/duplicate-dialog.tsx'
import { keyWords } from './key-field.tsx'
import type { TemplateRow } from './row-state.ts'
import { useTemplateChanges } from './use-template-changes.ts'

export interface DuplicateDialogProps {
  /** Null: closed. */
  row: TemplateRow | null
  onClose: () => void
  returnFocus: RefObject<HTMLElement | null>
}

const useDuplicate = () => useTemplateChanges().duplicate

/** A template under another key, begun from what this one is now. */
export const DuplicateDialog = ({ row, ...props }: DuplicateDialogProps) => (
  <AnyDuplicateDialog
    {...props}
    {...keyWords}
    of={row && { key: row.key, name: row.name ?? row.key }}
    description="All locales, variables and fixtures as they are now, as a draft that nobody is sent yet."
    folder="/admin/templates"
    useDuplicate={useDuplicate}
  />
)
