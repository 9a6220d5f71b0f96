'use client'

import { Switch as Radix } from 'radix-ui'
import { cn } from './cn.ts'

export interface SwitchProps {
  /** Says what is switched, of what: `Orders: required`. */
  label: string
  checked: boolean
  onCheckedChange: (on: boolean) => void
  disabled?: boolean
  /** Why it can't be switched, on hover. */
  title?: string | undefined
  className?: string
}

/** On or off, at once; for tables. The knob's side tells it to those who see no colour. */
export function Switch({ label, checked, onCheckedChange, disabled, title, className }: SwitchProps) {
  return (
    <Radix.Root
      aria-label={label}
      checked={checked}
      onCheckedChange={onCheckedChange}
      {...(disabled ? { disabled } : {})}
      title={title}
      className={cn(
        'inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-field bg-sunken px-0.5 align-middle transition-colors duration-100 hover:border-muted disabled:cursor-not-allowed disabled:opacity-55 data-[state=checked]:border-accent data-[state=checked]:bg-accent',
        className,
      )}
    >
      <Radix.Thumb className="block size-3.5 rounded-full bg-muted transition-transform duration-100 data-[state=checked]:translate-x-4 data-[state=checked]:bg-on-accent" />
    </Radix.Root>
  )
}
