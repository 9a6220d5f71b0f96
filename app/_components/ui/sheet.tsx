'use client'

import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useRef } from 'react'
import { Button } from './button.tsx'
import { cn } from './cn.ts'
import { overlayClasses, useReturnFocus } from './dialog.tsx'
import { Held } from './held.tsx'
import { Tooltip } from './tooltip.tsx'

export interface SheetProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Read out when it opens; also seen, unless `hideHeader`. */
  title: ReactNode
  /** Between the title and the close button. */
  actions?: ReactNode
  side?: 'left' | 'right'
  /** Width: 18, 32 or 56 rem; on a phone always nearly all. */
  size?: 'sm' | 'md' | 'lg'
  /** `false`: the list behind stays in use, and clicks on it don't close the panel. */
  modal?: boolean
  hideHeader?: boolean
  children: ReactNode
}

/** A panel from the side. Escape closes it, and the focus goes back to where it was. */
export function Sheet({
  open,
  onOpenChange,
  title,
  actions,
  side = 'right',
  size = 'lg',
  modal = true,
  hideHeader = false,
  children,
}: SheetProps) {
  const content = useRef<HTMLDivElement>(null)
  const { remember, giveBack } = useReturnFocus()
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange} modal={modal}>
      <Radix.Portal>
        {modal ? <Radix.Overlay className={overlayClasses} /> : null}
        <Radix.Content
          ref={content}
          {...(modal ? { 'data-modal': true } : {})}
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            remember()
            // The panel itself takes the focus, not its first button: nothing is pressed by accident.
            event.preventDefault()
            content.current?.focus()
          }}
          onInteractOutside={(event) => {
            if (!modal) event.preventDefault()
          }}
          onEscapeKeyDown={(event) => {
            const target = event.target
            const typing = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
            if (typing && !content.current?.contains(target)) event.preventDefault()
          }}
          onCloseAutoFocus={giveBack}
          tabIndex={-1}
          className={cn(
            'fixed inset-y-0 z-50 flex w-[calc(100vw-2.5rem)] flex-col bg-surface text-ink shadow-lg outline-none duration-200 ease-out data-[state=closed]:animate-out data-[state=open]:animate-in data-[state=closed]:duration-150',
            side === 'right'
              ? 'data-[state=open]:slide-in-from-right-8 data-[state=closed]:slide-out-to-right-8 data-[state=open]:fade-in-0 data-[state=closed]:fade-out-0 right-0 border-l max-md:w-full max-md:border-l-0'
              : 'data-[state=open]:slide-in-from-left data-[state=closed]:slide-out-to-left left-0 border-r',
            { sm: 'max-w-72', md: 'md:max-w-lg', lg: 'md:max-w-4xl' }[size],
          )}
        >
          <Held open={open}>
            {hideHeader ? (
              <Radix.Title className="sr-only">{title}</Radix.Title>
            ) : (
              <div className="flex min-h-12 items-center gap-2 border-b py-1.5 pr-2 pl-5">
                <Radix.Title className="min-w-0 flex-1 truncate font-semibold text-base">{title}</Radix.Title>
                {actions}
                <Tooltip content="Close" keys="Esc">
                  <Radix.Close asChild>
                    <Button variant="ghost" size="icon" aria-label="Close">
                      <X aria-hidden />
                    </Button>
                  </Radix.Close>
                </Tooltip>
              </div>
            )}
            <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">{children}</div>
          </Held>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
