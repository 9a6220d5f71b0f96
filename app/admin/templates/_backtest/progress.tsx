import { formatCount } from '#app/_components/number.tsx'

/** How far a backtest has come. */
export function Progress({ done, total }: { done: number; total: number }) {
  const share = total > 0 ? Math.min(done / total, 1) : 0
  return (
    <div className="flex items-center gap-3 border-b px-4 py-2">
      <div
        role="progressbar"
        aria-label="Backtest"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        className="h-1.5 min-w-0 flex-1 overflow-hidden rounded-full bg-hover"
      >
        <div
          className="h-full origin-left bg-accent transition-transform duration-500"
          style={{ transform: `scaleX(${share})` }}
        />
      </div>
      <span className="shrink-0 text-muted text-xs tabular-nums">
        {formatCount(done)} of {formatCount(total)}
      </span>
    </div>
  )
}
