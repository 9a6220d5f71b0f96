'use client'

import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, type RefObject, useRef } from 'react'
import { Button } from './button.tsx'
import { cn } from './cn.ts'
import { isFocusTaken } from './focus-taken.ts'
import { Held } from './held.tsx'

export const overlayClasses =
  'data-[state=open]:fade-in-0 data-[state=closed]:fade-out-0 fixed inset-0 z-40 bg-[rgb(20_16_12/0.4)] duration-150 data-[state=closed]:animate-out data-[state=open]:animate-in dark:bg-[rgb(0_0_0/0.6)]'

export const modalClasses =
  'data-[state=open]:fade-in-0 data-[state=open]:zoom-in-98 data-[state=closed]:fade-out-0 fixed top-[12vh] left-1/2 z-50 flex max-h-[80vh] w-[calc(100vw-2rem)] -translate-x-1/2 flex-col overflow-hidden rounded-xl border bg-raised text-ink shadow-lg outline-none duration-150 data-[state=closed]:animate-out data-[state=open]:animate-in'

/**
 * Where the focus goes when a dialog closes: to `returnFocus`, else to what had it before. Radix knows only a trigger of
 * its own, and without one leaves the keyboard at the top of the page.
 */
export function useReturnFocus(returnFocus?: RefObject<HTMLElement | null> | undefined) {
  const before = useRef<Element>(null)
  return {
    /** For `onOpenAutoFocus`. */
    remember: () => {
      before.current = document.activeElement
    },
    /** For `onCloseAutoFocus`. */
    giveBack: (event: Event) => {
      event.preventDefault()
      const to = returnFocus?.current ?? before.current
      if (!isFocusTaken() && to instanceof HTMLElement) to.focus()
    },
  }
}

export interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  /** Buttons, right-aligned; the one that does it stands last. */
  footer?: ReactNode
  /** Width: 28, 36 or 48 rem. */
  size?: 'sm' | 'md' | 'lg'
  /** Gets the focus afterwards. Needed where a menu opened it: the item that had the focus is gone. */
  returnFocus?: RefObject<HTMLElement | null> | undefined
  children?: ReactNode
}

/** A form or a choice in the middle of the page. For yes or no: `ConfirmDialog`; for details: `Sheet`. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  footer,
  size = 'md',
  returnFocus,
  children,
}: DialogProps) {
  const content = useRef<HTMLDivElement>(null)
  const { remember, giveBack } = useReturnFocus(returnFocus)
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClasses} />
        <Radix.Content
          ref={content}
          data-modal
          tabIndex={-1}
          onOpenAutoFocus={(event) => {
            remember()
            // The first field rather than the close button, which comes first.
            event.preventDefault()
            const field = content.current?.querySelector<HTMLElement>('input, textarea, select')
            ;(field ?? content.current)?.focus()
          }}
          onCloseAutoFocus={giveBack}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={cn(modalClasses, { sm: 'max-w-md', md: 'max-w-xl', lg: 'max-w-3xl' }[size])}
        >
          <Held open={open}>
            <div className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
              <div className="grid gap-1">
                <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
                {description ? (
                  <Radix.Description className="text-muted text-sm">{description}</Radix.Description>
                ) : null}
              </div>
              <Radix.Close asChild>
                <Button variant="ghost" size="icon-sm" aria-label="Close" className="-mr-2">
                  <X aria-hidden />
                </Button>
              </Radix.Close>
            </div>
            <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
            {footer ? (
              <div className="flex flex-wrap justify-end gap-2 border-t bg-surface px-5 py-3">{footer}</div>
            ) : null}
          </Held>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
