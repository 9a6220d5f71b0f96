'use client'

import { useRouter } from 'next/navigation'
import { Bar, BarChart, BarStack, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { formatCompact, formatCount } from '#app/_components/number.tsx'
import type { BucketLabel } from './bucket-label.ts'
import { toneFill } from './chart-colours.ts'
import { type Outcome, outcomes } from './outcomes.ts'

export interface ChartBar extends BucketLabel {
  /** The list of this hour's or day's notifications. */
  href: string
  total: number
  sums: Record<Outcome['key'], number>
}

const axis = { tickLine: false, axisLine: false, tick: { fill: 'var(--muted)', fontSize: 11 } } as const

/** Stacked bars; a click opens the list of that time. Screen readers and keyboards have `VolumeTable` instead. */
export function VolumeChart({ bars }: { bars: readonly ChartBar[] }) {
  const router = useRouter()
  return (
    <div aria-hidden className="h-60 px-2 pt-4 [&_.recharts-surface]:outline-none">
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={bars}
          accessibilityLayer={false}
          margin={{ top: 6, right: 8, bottom: 0, left: 0 }}
          barCategoryGap="18%"
          className="cursor-pointer"
          onClick={({ activeTooltipIndex }) => {
            const bar = bars[Number(activeTooltipIndex ?? -1)]
            if (bar && bar.total > 0) router.push(bar.href)
          }}
        >
          <CartesianGrid vertical={false} stroke="var(--border)" />
          <XAxis dataKey="short" {...axis} minTickGap={24} height={28} />
          <YAxis allowDecimals={false} width={44} tickFormatter={formatCompact} tickCount={5} {...axis} />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: 'var(--hover)' }}
            content={({ active, activeIndex }) => {
              const bar = active ? bars[Number(activeIndex ?? -1)] : undefined
              return bar ? <BarTooltip bar={bar} /> : null
            }}
          />
          <BarStack radius={[3, 3, 0, 0]}>
            {outcomes.map(({ key, tone, label }) => (
              <Bar
                key={key}
                name={label}
                dataKey={(bar: ChartBar) => bar.sums[key]}
                fill={toneFill[tone]}
                isAnimationActive={false}
                maxBarSize={64}
              />
            ))}
          </BarStack>
        </BarChart>
      </ResponsiveContainer>
    </div>
  )
}

function BarTooltip({ bar }: { bar: ChartBar }) {
  const shown = outcomes.filter(({ key }) => bar.sums[key] > 0)
  return (
    <div className="grid min-w-44 gap-1 rounded-md border bg-raised px-3 py-2 text-ink text-xs shadow-md">
      <p className="flex justify-between gap-4 font-medium">
        {bar.long}
        <span className="tabular-nums">{formatCount(bar.total)}</span>
      </p>
      {shown.toReversed().map(({ key, label, tone }) => (
        <p key={key} className="flex items-center gap-1.5 text-muted">
          <span className="size-2 rounded-[2px]" style={{ background: toneFill[tone] }} />
          {label}
          <span className="ml-auto pl-4 text-ink tabular-nums">{formatCount(bar.sums[key])}</span>
        </p>
      ))}
      {shown.length === 0 ? <p className="text-muted">Nothing accepted</p> : null}
    </div>
  )
}
