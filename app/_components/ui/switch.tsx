'use client'

import { Switch as Radix } from 'radix-ui'
import { cn } from './cn.ts'

export interface SwitchProps {
  /** Says what is switched, of what: `Orders: required`, “Throttle”. */
  label: string
  checked: boolean
  onCheckedChange: (on: boolean) => void
  disabled?: boolean
  /** Why it can't be switched, on hover. */
  title?: string | undefined
  /** Says “On” or “Off” beside it. Without the word, in a table of many, the knob's side tells it. */
  withWord?: boolean
  className?: string
}

/** On or off, at once; never by colour alone. */
export function Switch({
  label,
  checked,
  onCheckedChange,
  disabled,
  title,
  withWord,
  className,
}: SwitchProps) {
  return (
    <Radix.Root
      aria-label={label}
      checked={checked}
      onCheckedChange={onCheckedChange}
      {...(disabled ? { disabled } : {})}
      title={title}
      className={cn(
        'group inline-flex h-6 shrink-0 items-center gap-1.5 rounded-full align-middle text-xs disabled:cursor-not-allowed disabled:opacity-55',
        className,
      )}
    >
      <span
        aria-hidden
        className="inline-flex h-5 w-9 items-center rounded-full border border-field bg-sunken px-0.5 transition-colors duration-100 group-data-[state=checked]:border-accent group-data-[state=checked]:bg-accent group-enabled:group-hover:border-muted"
      >
        <Radix.Thumb className="block size-3.5 rounded-full bg-muted transition-transform duration-100 data-[state=checked]:translate-x-4 data-[state=checked]:bg-on-accent" />
      </span>
      {withWord ? (
        <span aria-hidden className={cn('w-5 text-left', checked ? 'font-medium text-ink' : 'text-muted')}>
          {checked ? 'On' : 'Off'}
        </span>
      ) : null}
    </Radix.Root>
  )
}
