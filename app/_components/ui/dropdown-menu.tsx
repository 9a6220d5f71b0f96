'use client'

import { Check } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import { type ComponentProps, useRef, useState } from 'react'
import { cn } from './cn.ts'
import { isFocusTaken } from './focus-taken.ts'
import { Kbd } from './kbd.tsx'

const itemClasses =
  'relative flex min-h-8 select-none items-center gap-2 rounded-md px-2 py-1 text-sm outline-none data-disabled:pointer-events-none data-highlighted:bg-hover data-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0'

/** Not modal: a modal menu hides the whole page from screen readers and stops it from scrolling. */
export function DropdownMenu({ modal = false, ...props }: ComponentProps<typeof Radix.Root>) {
  return <Radix.Root modal={modal} {...props} />
}

export const DropdownMenuTrigger = Radix.Trigger
export const DropdownMenuRadioGroup = Radix.RadioGroup

/** Stands in the dialog of its button, else in `main`: nothing may be outside of the page's landmarks. */
export function DropdownMenuContent({
  className,
  onInteractOutside,
  onCloseAutoFocus,
  ...props
}: ComponentProps<typeof Radix.Content>) {
  // Radix leaves the focus alone then, and forgets it only where nobody prevents what it does at closing.
  const leftOutside = useRef(false)
  const [here, setHere] = useState<HTMLElement | null>(null)
  const home = here?.closest<HTMLElement>('[role=dialog]') ?? here?.ownerDocument.querySelector('main')
  return (
    <>
      <span hidden ref={setHere} />
      <Radix.Portal container={home ?? null}>
        <Radix.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          {...props}
          onInteractOutside={(event) => {
            onInteractOutside?.(event)
            if (!event.defaultPrevented) leftOutside.current = true
          }}
          onCloseAutoFocus={(event) => {
            onCloseAutoFocus?.(event)
            if (!leftOutside.current && isFocusTaken()) event.preventDefault()
            leftOutside.current = false
          }}
          className={cn(
            'data-[state=open]:fade-in-0 data-[state=open]:zoom-in-98 data-[state=closed]:fade-out-0 z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 origin-(--radix-dropdown-menu-content-transform-origin) overflow-y-auto rounded-lg border bg-raised p-1 text-ink shadow-lg duration-100 data-[state=closed]:animate-out data-[state=open]:animate-in',
            className,
          )}
        />
      </Radix.Portal>
    </>
  )
}

export interface DropdownMenuItemProps extends ComponentProps<typeof Radix.Item> {
  /** For what cannot be undone. */
  danger?: boolean
  /** The keys that do the same. */
  keys?: string
}

export function DropdownMenuItem({
  danger,
  keys,
  className,
  children,
  asChild = false,
  ...props
}: DropdownMenuItemProps) {
  const classes = cn(
    itemClasses,
    danger ? 'text-red data-highlighted:bg-red-soft' : '[&_svg]:text-muted',
    className,
  )
  if (asChild) {
    return (
      <Radix.Item asChild {...props} className={classes}>
        {children}
      </Radix.Item>
    )
  }
  return (
    <Radix.Item {...props} className={classes}>
      {children}
      {keys ? <Kbd keys={keys} className="ml-auto pl-4" /> : null}
    </Radix.Item>
  )
}

export function DropdownMenuRadioItem({
  className,
  children,
  ...props
}: ComponentProps<typeof Radix.RadioItem>) {
  return (
    <Radix.RadioItem {...props} className={cn(itemClasses, 'pr-8 [&_svg]:text-muted', className)}>
      {children}
      <Radix.ItemIndicator className="absolute right-2">
        <Check aria-hidden />
      </Radix.ItemIndicator>
    </Radix.RadioItem>
  )
}

export function DropdownMenuLabel({ className, ...props }: ComponentProps<typeof Radix.Label>) {
  return <Radix.Label {...props} className={cn('px-2 py-1.5 text-muted text-xs', className)} />
}

export function DropdownMenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-border" />
}
