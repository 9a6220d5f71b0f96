import type { ComponentProps } from 'react'
import { cn } from './cn.ts'
import { type Tone, toneSoft } from './tone.ts'

export interface BadgeProps extends ComponentProps<'span'> {
  tone?: Tone
}

/** A small word or number on its tone's ground. For the state of a notification or delivery: `StatusBadge`. */
export function Badge({ tone = 'grey', className, ...props }: BadgeProps) {
  return (
    <span
      {...props}
      className={cn(
        'inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-sm border px-1.5 font-medium text-2xs tabular-nums',
        toneSoft[tone],
        className,
      )}
    />
  )
}
