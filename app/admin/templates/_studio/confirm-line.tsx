'use client'

import { Button } from '#app/_components/ui/button.tsx'

export interface ConfirmLineProps {
  /** “Remove German from the draft?” */
  question: string
  /** The verb. */
  confirm: string
  pending?: boolean
  onConfirm: () => void
  onCancel: () => void
}

/** Asks in place, where the studio opens no dialog. Escape says no. */
export function ConfirmLine({ question, confirm, pending = false, onConfirm, onCancel }: ConfirmLineProps) {
  return (
    <div
      role="alertdialog"
      aria-label={question}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onCancel()
      }}
      className="m-1.5 flex flex-wrap items-center gap-2 rounded-md border border-red-line bg-red-soft px-2.5 py-2 text-sm"
    >
      <p className="min-w-0 flex-1">{question}</p>
      <Button size="sm" onClick={onCancel}>
        Cancel
      </Button>
      <Button size="sm" variant="danger" autoFocus loading={pending} onClick={onConfirm}>
        {confirm}
      </Button>
    </div>
  )
}
