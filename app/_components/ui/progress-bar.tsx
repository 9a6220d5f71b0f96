import { cn } from './cn.ts'

/** How far something has come; `share` from 0 to 1. */
export function ProgressBar({
  label,
  share,
  className,
}: {
  label: string
  share: number
  className?: string
}) {
  const percent = Math.round(Math.min(Math.max(share, 0), 1) * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={cn('h-1.5 min-w-0 overflow-hidden rounded-full bg-hover', className)}
    >
      <div
        className="h-full origin-left bg-accent transition-transform duration-300"
        style={{ transform: `scaleX(${percent / 100})` }}
      />
    </div>
  )
}
