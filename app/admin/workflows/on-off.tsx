'use client'

import { cn } from '#app/_components/ui/cn.ts'

export interface OnOffProps {
  /** What is switched: the workflow's name, “Throttle”. */
  label: string
  checked: boolean
  onCheckedChange: (on: boolean) => void
  disabled?: boolean
  className?: string
}

/** On or off, at once: the word beside it says which, also to who sees no colour. */
export function OnOff({ label, checked, onCheckedChange, disabled, className }: OnOffProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      aria-label={label}
      disabled={disabled}
      onClick={() => onCheckedChange(!checked)}
      className={cn(
        'group inline-flex h-6 items-center gap-1.5 rounded-full text-xs disabled:cursor-not-allowed disabled:opacity-60',
        className,
      )}
    >
      <span
        aria-hidden
        className={cn(
          'inline-flex h-4.5 w-8 items-center rounded-full border px-0.5 transition-colors duration-100',
          checked ? 'border-accent bg-accent' : 'border-field bg-sunken',
        )}
      >
        <span
          className={cn(
            'size-3 rounded-full transition-transform duration-100',
            checked ? 'translate-x-3.5 bg-on-accent' : 'bg-muted',
          )}
        />
      </span>
      <span aria-hidden className={checked ? 'font-medium text-ink' : 'text-muted'}>
        {checked ? 'On' : 'Off'}
      </span>
    </button>
  )
}
