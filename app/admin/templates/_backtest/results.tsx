'use client'

import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useState } from 'react'
import { formatCompact, formatCount } from '#app/_components/number.tsx'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Mark } from '#app/_components/status.tsx'
import { Badge } from '#app/_components/ui/badge.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { Segmented } from '#app/_components/ui/segmented.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { toneText } from '#app/_components/ui/tone.ts'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { countOf, outcomeLooks, outcomes } from './outcome-look.ts'
import { ResultComparison } from './result-comparison.tsx'
import { type BacktestResult, type BacktestRun, type Outcome, useResults } from './use-backtest.ts'

export interface ResultsProps {
  run: BacktestRun
  /** There is a version to compare with. */
  published: boolean
}

/** What became of each payload in each language; any one can be looked at, before and after. */
export function Results({ run, published }: ResultsProps) {
  const [outcome, setOutcome] = useQueryState('outcome', parseAsStringLiteral(outcomes))
  const [open, setOpen] = useState<string | null>(null)
  const list = useResults(run, outcome)
  const rows = list.data?.pages.flatMap(({ results }) => results) ?? []
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-2">
        <Segmented<Outcome | 'all'>
          label="Outcome"
          value={outcome ?? 'all'}
          onValueChange={(next) => void setOutcome(next === 'all' ? null : next)}
          options={(['all', ...outcomes] as const).map((value) => ({
            value,
            label: <Counted run={run} outcome={value === 'all' ? null : value} published={published} />,
          }))}
        />
      </div>
      {list.isPending ? (
        <SkeletonRows rows={5} label="Loading the results" />
      ) : list.isError && rows.length === 0 ? (
        <QueryFailure title="The results could not be loaded" query={list} />
      ) : rows.length === 0 ? (
        <p className="px-4 py-6 text-center text-muted text-sm">
          {outcome
            ? 'None came out so.'
            : run.state === 'running'
              ? 'The first are being rendered…'
              : 'There are none.'}
        </p>
      ) : (
        <ul aria-label="Results" className="divide-y">
          {rows.map((row) => {
            const key = `${row.notificationId} ${row.locale}`
            return (
              <Result
                key={key}
                run={run}
                row={row}
                open={open === key}
                onOpen={() => setOpen(open === key ? null : key)}
              />
            )
          })}
        </ul>
      )}
      {list.hasNextPage ? (
        <div className="flex justify-center border-t p-2">
          <Button
            size="sm"
            variant="ghost"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            Show more
          </Button>
        </div>
      ) : null}
    </div>
  )
}

interface CountedProps {
  run: BacktestRun
  outcome: Outcome | null
  published: boolean
}

function Counted({ run, outcome, published }: CountedProps) {
  const count = countOf(run, outcome)
  const word =
    outcome === null ? 'All' : outcome === 'changed' && !published ? 'New' : outcomeLooks[outcome].word
  return (
    <>
      {outcome ? <Mark {...markOf(outcome)} /> : null}
      {word}
      <span className="text-muted tabular-nums" title={formatCount(count)}>
        {formatCompact(count)}
      </span>
    </>
  )
}

const markOf = (outcome: Outcome) => {
  const { shape, tone } = outcomeLooks[outcome]
  return { shape, tone }
}

interface ResultProps {
  run: BacktestRun
  row: BacktestResult
  open: boolean
  onOpen: () => void
}

function Result({ run, row, open, onOpen }: ResultProps) {
  const { notificationId, locale, outcome, problem, type, createdAt } = row
  const { word, tone } = outcomeLooks[outcome]
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        onClick={onOpen}
        className={cn(
          'flex min-h-10 w-full items-center gap-3 px-4 py-1.5 text-left text-sm hover:bg-hover focus-visible:-outline-offset-2',
          open && 'bg-accent-soft hover:bg-accent-soft',
        )}
      >
        <span className={cn('inline-flex w-20 shrink-0 items-center gap-1.5 font-medium', toneText[tone])}>
          <Mark {...markOf(outcome)} />
          {word}
        </span>
        <span className="min-w-0 flex-1 truncate">
          <span className="font-medium">{type ?? 'An event that is gone'}</span>
          {problem ? (
            <span className="ml-2 text-red" title={problem}>
              {problem}
            </span>
          ) : null}
        </span>
        <Badge>{locale}</Badge>
        <RelativeTime at={createdAt} className="w-24 shrink-0 text-right text-muted text-xs @max-md:hidden" />
      </button>
      {open ? <ResultComparison backtestId={run.id} notificationId={notificationId} locale={locale} /> : null}
    </li>
  )
}
