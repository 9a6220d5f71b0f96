'use client'

import { ListChecks, RotateCw } from 'lucide-react'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { EmptyState } from '#app/_components/ui/empty-state.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { CheckLine } from './check-line.tsx'
import { countWords } from './check-look.ts'
import type { OnJump } from './problem-line.tsx'
import { type Check, type Checks, type ChecksOf, useChecks } from './use-checks.ts'

export interface ChecksPanelProps extends ChecksOf {
  onJump: OnJump
}

/** Every check of the saved draft, a line each, run again after each save; a problem leads to its place. */
export function ChecksPanel({ onJump, ...of }: ChecksPanelProps) {
  const { query, report, running, age, mayRun } = useChecks(of)
  const failed = query.isError && !running
  return (
    <section aria-label="Checks" className="min-w-0">
      <header className="flex min-h-11 items-center gap-2 border-b px-4">
        <h2 className="font-semibold text-sm">Checks</h2>
        <p role="status" className="min-w-0 flex-1 truncate text-muted text-xs tabular-nums">
          {report ? countWords(report.errors, report.warnings) : null}
          {report ? <Age age={age} running={running} saved={of.saved} ranAt={report.ranAt} /> : null}
        </p>
        {mayRun ? (
          <Button
            variant="ghost"
            size="sm"
            loading={running}
            onClick={() => void query.refetch()}
            aria-label="Run the checks again"
          >
            <RotateCw aria-hidden />
            Run
          </Button>
        ) : null}
      </header>
      {failed ? (
        <QueryFailure compact title="The checks could not be run" query={query} className="border-b" />
      ) : null}
      {report ? (
        <ul aria-label="Results" className="divide-y">
          {byWeight(report.checks).map((check) => (
            <CheckLine key={check.id} check={check} onJump={onJump} />
          ))}
        </ul>
      ) : mayRun && !failed ? (
        <SkeletonRows rows={6} label="Running the checks" />
      ) : mayRun ? null : (
        <EmptyState icon={ListChecks} title="Not for your role" className="py-8">
          The checks run while a template is written; your role reads only.
        </EmptyState>
      )}
    </section>
  )
}

const weights: Record<Check['state'], number> = { error: 0, warning: 1, passed: 2, skipped: 2 }

/** Errors, then warnings, above the fold; the others in their own order. */
const byWeight = (checks: readonly Check[]) => checks.toSorted((a, b) => weights[a.state] - weights[b.state])

/** Whether what is shown is of the draft as it is; it always takes one line. */
function Age({
  age,
  running,
  saved,
  ranAt,
}: Pick<Checks, 'age' | 'running'> & { saved: boolean; ranAt: Date }) {
  if (running) return ' · checking…'
  if (age === 'older') return ` · of an older draft, runs ${saved ? 'in a moment' : 'after the next save'}`
  if (age === 'overtaken') return ' · of the newer draft that somebody saved'
  return (
    <>
      {' · '}
      <RelativeTime at={ranAt} />
    </>
  )
}
