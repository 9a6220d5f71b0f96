'use client'

import { Popover as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'
import { isFocusTaken } from './focus-taken.ts'

export const Popover = Radix.Root
export const PopoverTrigger = Radix.Trigger

/** Give it an `aria-label`: to a screen reader it is a dialog. */
export function PopoverContent({
  className,
  onCloseAutoFocus,
  ...props
}: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        align="start"
        sideOffset={6}
        collisionPadding={8}
        {...props}
        onCloseAutoFocus={(event) => {
          onCloseAutoFocus?.(event)
          if (isFocusTaken()) event.preventDefault()
        }}
        className={cn(
          'data-[state=open]:fade-in-0 data-[state=open]:zoom-in-98 data-[state=closed]:fade-out-0 z-50 w-72 origin-(--radix-popover-content-transform-origin) rounded-lg border bg-raised p-3 text-sm shadow-lg outline-none duration-100 data-[state=closed]:animate-out data-[state=open]:animate-in',
          className,
        )}
      />
    </Radix.Portal>
  )
}
