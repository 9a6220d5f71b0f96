'use client'

import { formatCount } from '#app/_components/number.tsx'
import { ArchiveDialog } from '../../_list/archive-dialog.tsx'
import { DuplicateDialog } from '../../_list/duplicate-dialog.tsx'
import type { RowDialogProps } from '../../_list/use-row-actions.ts'
import type { TemplateRow } from './row-state.ts'
import { type TemplateChanges, useTemplateChanges } from './use-template-changes.ts'
import { namedWords } from './words.ts'

export interface RowDialogsProps {
  duplicating: RowDialogProps<TemplateRow>
  archiving: RowDialogProps<TemplateRow>
  changes: TemplateChanges
}

const useDuplicate = () => useTemplateChanges().duplicate

/** What a template's menu opens. */
export const RowDialogs = ({ duplicating, archiving, changes }: RowDialogsProps) => (
  <>
    <DuplicateDialog
      {...duplicating}
      description="All locales, variables and fixtures as they are now, as a draft that nobody is sent yet."
      words={namedWords.key}
      folder="/admin/templates"
      useDuplicate={useDuplicate}
    />
    <ArchiveDialog {...archiving} changes={changes} meaning={meaning} />
  </>
)

function meaning({ usedBy, sent30d }: TemplateRow) {
  const enabled = usedBy.filter((workflow) => workflow.enabled)
  return (
    <>
      {enabled.length > 0 ? (
        <p className="mb-2 text-ink">
          {enabled.map(({ name }) => name).join(', ')} {enabled.length === 1 ? 'sends' : 'send'} it now.
        </p>
      ) : null}
      <p>
        It is sent no more and leaves the list.{' '}
        {sent30d > 0 ? `What it sent (${formatCount(sent30d)} in 30 days) stays as it was. ` : ''}
        It can be restored at any time.
      </p>
    </>
  )
}
