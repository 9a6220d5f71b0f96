import { cn } from './ui/cn.ts'

const grouped = new Intl.NumberFormat('en')

/** `12,400`. */
export const formatCount = (value: number): string => grouped.format(value)

/** Three figures at most: `998`, `12.4k`, `124k`, `1.2M`. Cut off, never rounded up: 999,999 is `999k`. */
export function formatCompact(value: number): string {
  for (const [unit, sign] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const) {
    if (Math.abs(value) < unit) continue
    const scaled = value / unit
    const digits = Math.abs(scaled) < 100 ? 1 : 0
    const cut = Math.trunc(scaled * 10 ** digits) / 10 ** digits
    return `${cut}${sign}`
  }
  return String(value)
}

export interface CountProps {
  value: number
  /** `12.4k`, with the whole number on hover. */
  compact?: boolean
  /** An estimate, and says so: `~12.4k`. */
  estimate?: boolean
  className?: string
}

export function Count({ value, compact = false, estimate = false, className }: CountProps) {
  const exact = `${estimate ? 'about ' : ''}${formatCount(value)}`
  return (
    <span className={cn('tabular-nums', className)} title={compact || estimate ? exact : undefined}>
      {estimate ? '~' : ''}
      {compact ? formatCompact(value) : formatCount(value)}
    </span>
  )
}
