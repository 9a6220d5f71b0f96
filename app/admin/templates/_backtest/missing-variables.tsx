import { formatCount } from '#app/_components/number.tsx'
import type { BacktestRun } from './use-backtest.ts'

/** The variables that payloads of the past lack, those that most lack first. */
export function MissingVariables({ missing }: Pick<BacktestRun, 'missing'>) {
  if (missing.length === 0) return null
  return (
    <section aria-label="Missing variables" className="border-b px-4 py-2">
      <h2 className="mb-1 font-medium text-sm">Missing in real payloads</h2>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {missing.map(({ path, count }) => (
          <li key={path} className="flex items-baseline gap-1.5">
            <code className="wrap-anywhere text-xs">{path}</code>
            <span className="text-muted text-xs tabular-nums">{formatCount(count)}×</span>
          </li>
        ))}
      </ul>
      <p className="mt-1 text-muted text-xs">
        Give them a fallback, show their part only if they are there, or make whoever sends the event send
        them.
      </p>
    </section>
  )
}
