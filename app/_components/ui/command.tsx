'use client'

import { Command as Cmdk } from 'cmdk'
import { Search } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn.ts'
import { modalClasses, overlayClasses } from './dialog.tsx'

/** 1 where a word begins with what is typed, 0.5 where one contains it. cmdk's own finds letters anywhere. */
function matches(value: string, typed: string, keywords: readonly string[] = []): number {
  const text = (keywords.length > 0 ? keywords.join(' ') : value).toLowerCase()
  let score = 1
  for (const word of typed.toLowerCase().split(/\s+/).filter(Boolean)) {
    if (!text.includes(word)) return 0
    if (!text.split(/[\s_-]+/).some((part) => part.startsWith(word))) score = 0.5
  }
  return score
}

/** cmdk with our look: a field that filters a list which the arrow keys walk. */
export function Command({ className, ...props }: ComponentProps<typeof Cmdk>) {
  return (
    <Cmdk
      loop
      filter={matches}
      {...props}
      className={cn('flex min-h-0 flex-col overflow-hidden', className)}
    />
  )
}

export function CommandInput({ className, ...props }: ComponentProps<typeof Cmdk.Input>) {
  return (
    <div className="flex items-center gap-2 border-b px-3">
      <Search aria-hidden className="size-4 shrink-0 text-faint" />
      <Cmdk.Input
        {...props}
        className={cn(
          'h-10 w-full min-w-0 bg-transparent text-sm outline-none focus-visible:outline-none',
          className,
        )}
      />
    </div>
  )
}

export function CommandList({ className, ...props }: ComponentProps<typeof Cmdk.List>) {
  return (
    <Cmdk.List
      {...props}
      className={cn('max-h-80 scroll-py-1 overflow-y-auto overscroll-contain p-1', className)}
    />
  )
}

export function CommandEmpty(props: ComponentProps<typeof Cmdk.Empty>) {
  return <Cmdk.Empty {...props} className="px-3 py-6 text-center text-muted text-sm" />
}

export function CommandGroup({ className, ...props }: ComponentProps<typeof Cmdk.Group>) {
  return (
    <Cmdk.Group
      {...props}
      className={cn(
        '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs',
        className,
      )}
    />
  )
}

export function CommandItem({ className, ...props }: ComponentProps<typeof Cmdk.Item>) {
  return (
    <Cmdk.Item
      {...props}
      className={cn(
        'flex min-h-8 select-none items-center gap-2 rounded-md px-2 py-1 text-sm data-[disabled=true]:pointer-events-none data-[selected=true]:bg-hover data-[disabled=true]:opacity-50 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-muted',
        className,
      )}
    />
  )
}

export interface CommandDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Heard, not seen. */
  title: string
  children: ReactNode
}

export function CommandDialog({ open, onOpenChange, title, children }: CommandDialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClasses} />
        <Radix.Content data-modal aria-describedby={undefined} className={cn(modalClasses, 'max-w-xl')}>
          <Radix.Title className="sr-only">{title}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
