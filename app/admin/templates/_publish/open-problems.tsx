'use client'

import { Mark } from '#app/_components/status.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { Spinner } from '#app/_components/ui/spinner.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { checkLooks, countWords, problemKey } from './check-look.ts'
import { type OnJump, ProblemLine } from './problem-line.tsx'
import type { Checks } from './use-checks.ts'

/** So many are shown; the panel has them all. */
const SHOWN = 5

export interface OpenProblemsProps {
  checks: Checks
  saved: boolean
  onJump: OnJump
  /** Somebody else saved meanwhile: show theirs. */
  onReload: () => void
}

/** What the checks found in what is about to be published, errors first. */
export function OpenProblems({
  checks: { query, report, running, age },
  saved,
  onJump,
  onReload,
}: OpenProblemsProps) {
  if (!saved) return <Waiting words="Saving what you typed…" />
  if (query.isError && !running) {
    return <QueryFailure compact title="The checks could not be run" query={query} />
  }
  if (!report || age === 'older' || running) return <Waiting words="Running the checks…" />
  if (age === 'overtaken') {
    return (
      <Notice
        tone="amber"
        title="Somebody was faster"
        actions={
          <Button size="sm" onClick={onReload}>
            See what changed
          </Button>
        }
      >
        A newer draft than this one was saved. Nothing is published before you have seen it.
      </Notice>
    )
  }
  const found = report.checks.flatMap((check) => check.problems)
  // Two checks may find the same.
  const problems = [...new Map(found.map((problem) => [problemKey(problem), problem])).values()].toSorted(
    (a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'),
  )
  const look = checkLooks[report.errors > 0 ? 'error' : report.warnings > 0 ? 'warning' : 'passed']
  return (
    <section aria-label="Checks" className="overflow-clip rounded-md border">
      <p role="status" className="flex items-center gap-2 bg-sunken px-4 py-2 font-medium text-sm">
        <Mark shape={look.shape} tone={look.tone} />
        {problems.length > 0
          ? countWords(report.errors, report.warnings)
          : `All ${report.checks.length} checks passed`}
      </p>
      {problems.length > 0 ? (
        <ul className="max-h-56 overflow-y-auto border-t py-1">
          {problems.slice(0, SHOWN).map((problem) => (
            <li key={problemKey(problem)}>
              <ProblemLine problem={problem} onJump={onJump} />
            </li>
          ))}
          {problems.length > SHOWN ? (
            <li className="px-4 py-1.5 text-muted text-xs">
              and {problems.length - SHOWN} more in the list of checks
            </li>
          ) : null}
        </ul>
      ) : null}
    </section>
  )
}

function Waiting({ words }: { words: string }) {
  return (
    <p
      role="status"
      className="flex min-h-9 items-center gap-2 rounded-md border bg-sunken px-4 py-2 text-muted text-sm"
    >
      <Spinner />
      {words}
    </p>
  )
}
