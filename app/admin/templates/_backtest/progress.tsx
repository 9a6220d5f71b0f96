import { formatCount } from '#app/_components/number.tsx'
import { ProgressBar } from '#app/_components/ui/progress-bar.tsx'

/** How far a backtest has come. */
export function Progress({ done, total }: { done: number; total: number }) {
  return (
    <div className="flex items-center gap-3 border-b px-4 py-2">
      <ProgressBar label="Backtest" share={total > 0 ? done / total : 0} className="flex-1" />
      <span className="shrink-0 text-muted text-xs tabular-nums">
        {formatCount(done)} of {formatCount(total)}
      </span>
    </div>
  )
}
