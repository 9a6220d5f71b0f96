'use client'

import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { Mark } from '#app/_components/status.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { toneText } from '#app/_components/ui/tone.ts'
import { checkLooks, countWords, problemKey } from './check-look.ts'
import { type OnJump, ProblemLine } from './problem-line.tsx'
import type { Check } from './use-checks.ts'

/** A check with its result; one that found something opens to what it found. Errors are open from the start. */
export function CheckLine({ check, onJump }: { check: Check; onJump: OnJump }) {
  const { title, state, problems, detail } = check
  // Null: nobody has opened or closed it; then it follows the result.
  const [chosen, setChosen] = useState<boolean | null>(null)
  const listId = useId()
  const open = problems.length > 0 && (chosen ?? state === 'error')
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const inside = (
    <>
      <ResultMark state={state} />
      <span className="wrap-anywhere min-w-0 flex-1 text-pretty">
        <span className="mr-2 font-medium">{title}</span>
        {detail ? <span className="text-muted text-xs">{detail}</span> : null}
      </span>
      {problems.length > 0 ? (
        <span className="shrink-0 text-muted text-xs tabular-nums">
          {countWords(errors, problems.length - errors)}
        </span>
      ) : null}
      <ChevronRight
        aria-hidden
        className={cn(
          'size-3.5 shrink-0 text-faint transition-transform duration-100',
          open && 'rotate-90',
          problems.length === 0 && 'invisible',
        )}
      />
    </>
  )
  const classes = 'flex min-h-9 w-full items-center gap-2 px-4 py-1.5 text-left text-sm'
  return (
    <li>
      {problems.length > 0 ? (
        <button
          type="button"
          aria-expanded={open}
          aria-controls={listId}
          onClick={() => setChosen(!open)}
          className={cn(classes, 'hover:bg-hover focus-visible:-outline-offset-2')}
        >
          {inside}
        </button>
      ) : (
        <div className={classes}>{inside}</div>
      )}
      {open ? (
        <ul id={listId} className="border-t bg-sunken py-1">
          {problems.map((problem) => (
            <li key={problemKey(problem)}>
              <ProblemLine problem={problem} onJump={onJump} />
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  )
}

function ResultMark({ state }: { state: Check['state'] }) {
  const { word, shape, tone } = checkLooks[state]
  return (
    <span
      className={cn('inline-flex w-20 shrink-0 items-center gap-1.5 font-medium text-xs', toneText[tone])}
    >
      <Mark shape={shape} tone={tone} />
      {word}
    </span>
  )
}
