import { formatDuration } from './time-format.ts'
import { cn } from './ui/cn.ts'

/** `180 ms`, `2.1 s`, `3 min`; the milliseconds on hover. */
export function Duration({ ms, className }: { ms: number; className?: string }) {
  return (
    <span className={cn('whitespace-nowrap tabular-nums', className)} title={`${Math.round(ms)} ms`}>
      {formatDuration(ms)}
    </span>
  )
}
