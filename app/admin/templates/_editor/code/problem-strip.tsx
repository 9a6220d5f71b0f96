import { CircleX, TriangleAlert } from 'lucide-react'
import type { Place, Problem } from '#server/templates/problem.ts'

/** More than these are seldom more than one mistake. */
const SHOWN = 4

/** What is wrong with the code, in words, under it; a click leads to the line. */
export function ProblemStrip({
  problems,
  onGo,
}: {
  problems: readonly Problem[]
  onGo: (place: Place) => void
}) {
  const more = problems.length - SHOWN
  return (
    <div
      role="status"
      aria-label="Problems of the code"
      className={problems.length > 0 ? 'border-t' : undefined}
    >
      {problems.slice(0, SHOWN).map((problem) => (
        <Line key={`${problem.where?.line} ${problem.message}`} problem={problem} onGo={onGo} />
      ))}
      {more > 0 ? <p className="px-3 pb-1.5 text-muted text-xs">and {more} more</p> : null}
    </div>
  )
}

function Line({
  problem: { severity, message, where },
  onGo,
}: {
  problem: Problem
  onGo: (place: Place) => void
}) {
  const Icon = severity === 'error' ? CircleX : TriangleAlert
  const words = (
    <>
      <Icon
        aria-hidden
        className={`mt-0.5 size-3.5 shrink-0 ${severity === 'error' ? 'text-red' : 'text-amber'}`}
      />
      <span className="sr-only">{severity === 'error' ? 'Error: ' : 'Warning: '}</span>
      {where?.line === undefined ? null : (
        <span className="shrink-0 tabular-nums text-muted">Line {where.line}</span>
      )}
      <span className="min-w-0 break-words">{message}</span>
    </>
  )
  const classes = 'flex w-full items-start gap-2 px-3 py-1 text-left text-xs'
  if (where?.line === undefined) return <p className={classes}>{words}</p>
  return (
    <button type="button" className={`${classes} hover:bg-hover`} onClick={() => onGo(where)}>
      {words}
    </button>
  )
}
