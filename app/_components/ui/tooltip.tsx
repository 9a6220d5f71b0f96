'use client'

import { Tooltip as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Kbd } from './kbd.tsx'

export const TooltipProvider = Radix.Provider

export interface TooltipProps {
  content: ReactNode
  /** The keys that do the same. */
  keys?: string
  side?: 'top' | 'right' | 'bottom' | 'left'
  /** The button or link that it explains; it still needs its own accessible name. */
  children: ReactNode
}

export function Tooltip({ content, keys, side = 'bottom', children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="fade-in-0 zoom-in-95 z-60 flex max-w-80 animate-in items-center gap-2 rounded-md border bg-raised px-2 py-1 text-ink text-xs shadow-md duration-100"
        >
          {content}
          {keys ? <Kbd keys={keys} /> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
