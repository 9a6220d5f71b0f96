'use client'

import { AlertDialog as Radix } from 'radix-ui'
import type { ReactNode, RefObject } from 'react'
import { Button } from './button.tsx'
import { cn } from './cn.ts'
import { modalClasses, overlayClasses, useReturnFocus } from './dialog.tsx'
import { Held } from './held.tsx'

export interface ConfirmDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** A question with its number: “Replay 4,120 notifications?” */
  title: string
  /** What will happen, and what will not: “38 were delivered and will be skipped.” */
  description: ReactNode
  /** The verb: “Replay 4,120”. */
  confirmLabel: string
  /** `Back`, where “Cancel” would be the very thing that is asked about. */
  cancelLabel?: string
  danger?: boolean
  pending?: boolean
  onConfirm: () => void
  /** See `Dialog`. */
  returnFocus?: RefObject<HTMLElement | null> | undefined
  /** A choice that belongs to the question. */
  children?: ReactNode
}

/** Asks before what cannot be undone. Stays open while `pending`; close it when the answer is there. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  description,
  confirmLabel,
  cancelLabel = 'Cancel',
  danger = false,
  pending = false,
  onConfirm,
  returnFocus,
  children,
}: ConfirmDialogProps) {
  const { remember, giveBack } = useReturnFocus(returnFocus)
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClasses} />
        <Radix.Content
          data-modal
          onOpenAutoFocus={remember}
          onCloseAutoFocus={giveBack}
          className={cn(modalClasses, 'max-w-md')}
        >
          <Held open={open}>
            <div className="grid gap-2 overflow-y-auto px-5 pt-5 pb-5">
              <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
              <Radix.Description asChild>
                <div className="text-muted text-sm">{description}</div>
              </Radix.Description>
              {children ? <div className="pt-2">{children}</div> : null}
            </div>
            <div className="flex flex-wrap justify-end gap-2 border-t bg-surface px-5 py-3">
              <Radix.Cancel asChild>
                <Button disabled={pending}>{cancelLabel}</Button>
              </Radix.Cancel>
              <Button variant={danger ? 'danger' : 'primary'} loading={pending} onClick={onConfirm}>
                {confirmLabel}
              </Button>
            </div>
          </Held>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
