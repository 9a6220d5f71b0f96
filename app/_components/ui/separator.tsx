import { cn } from './cn.ts'

/** A line that parts things for the eye only. */
export function Separator({ vertical = false, className }: { vertical?: boolean; className?: string }) {
  return (
    <div
      aria-hidden
      className={cn('shrink-0 bg-border', vertical ? 'h-4 w-px self-center' : 'h-px w-full', className)}
    />
  )
}
