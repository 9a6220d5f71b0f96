import Link from 'next/link'
import { Count } from '#app/_components/number.tsx'
import type { Window } from './bucket-label.ts'
import { outcomes } from './outcomes.ts'
import type { ChartBar } from './volume-chart.tsx'

export interface VolumeTableProps {
  bars: readonly ChartBar[]
  window: Window
  /** Beside the chart, for those who don't see it. */
  hidden?: boolean
}

/** The chart's figures, newest first. */
export function VolumeTable({ bars, window, hidden = false }: VolumeTableProps) {
  const shown = outcomes.filter(({ key }) => bars.some(({ sums }) => sums[key] > 0))
  const th =
    'h-8 whitespace-nowrap px-3 text-right font-medium text-muted text-xs first:pl-4 first:text-left last:pr-4'
  const td =
    'h-9 whitespace-nowrap border-t px-3 text-right tabular-nums first:pl-4 first:text-left last:pr-4'
  return (
    <div
      className={hidden ? 'sr-only' : 'max-h-96 overflow-auto'}
      {...(hidden ? {} : { role: 'region', 'aria-label': 'Volume and outcome as a table', tabIndex: 0 })}
    >
      <table
        aria-label={`Notifications per ${window === '24h' ? 'hour' : 'day'} by outcome`}
        className="w-full text-sm"
      >
        <thead>
          <tr>
            <th scope="col" className={th}>
              {window === '24h' ? 'Hour' : 'Day'}
            </th>
            {shown.map(({ key, label }) => (
              <th key={key} scope="col" className={th}>
                {label}
              </th>
            ))}
            <th scope="col" className={th}>
              Accepted
            </th>
          </tr>
        </thead>
        <tbody>
          {bars.toReversed().map((bar) => (
            <tr key={bar.href}>
              <th scope="row" className={`${td} font-normal`}>
                {hidden || bar.total === 0 ? (
                  bar.long
                ) : (
                  <Link href={bar.href} prefetch={false} className="hover:underline">
                    {bar.long}
                  </Link>
                )}
              </th>
              {shown.map(({ key }) => (
                <td key={key} className={td}>
                  <Count
                    value={bar.sums[key]}
                    {...(bar.sums[key] === 0 ? { className: 'text-faint' } : {})}
                  />
                </td>
              ))}
              <td className={td}>
                <Count value={bar.total} className="font-medium" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
