import { ArrowRight } from 'lucide-react'
import { Mark } from '#app/_components/status.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import type { Place, Problem } from '#server/templates/problem.ts'
import { checkLooks, placeWords } from './check-look.ts'

/** Called with the place of a problem, and its language; null: any. */
export type OnJump = (place: Place, locale: string | null) => void

/** One problem; pressed, it leads to its place. */
export function ProblemLine({ problem, onJump }: { problem: Problem; onJump: OnJump }) {
  const { severity, message, where, locale } = problem
  const { word, shape, tone } = checkLooks[severity]
  const words = placeWords(problem)
  const inside = (
    <>
      <span className="flex h-5 shrink-0 items-center">
        <Mark shape={shape} tone={tone} />
        <span className="sr-only">{word}: </span>
      </span>
      <span className="min-w-0 flex-1">
        <span className="wrap-anywhere block text-pretty">{message}</span>
        {words ? <span className="block text-muted text-xs">{words}</span> : null}
      </span>
    </>
  )
  const classes = 'flex w-full items-start gap-2 px-4 py-1.5 text-left text-sm'
  if (!where) return <div className={classes}>{inside}</div>
  return (
    <button
      type="button"
      onClick={() => onJump(where, locale ?? null)}
      className={cn(classes, 'group hover:bg-hover focus-visible:-outline-offset-2')}
    >
      {inside}
      <span className="flex h-5 shrink-0 items-center text-faint group-hover:text-ink">
        <ArrowRight aria-hidden className="size-3.5" />
        <span className="sr-only">Go there</span>
      </span>
    </button>
  )
}
