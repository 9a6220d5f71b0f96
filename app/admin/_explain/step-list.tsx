'use client'

import { Check, CircleStop, Clock, Info, type LucideIcon, Minus } from 'lucide-react'
import { channelNames } from '#app/_components/channel.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import type { Step } from './types.ts'

const looks: Record<Step['outcome'], { icon: LucideIcon; word: string; colour: string }> = {
  info: { icon: Info, word: 'Found', colour: 'text-blue' },
  passed: { icon: Check, word: 'No hindrance', colour: 'text-green' },
  held: { icon: Clock, word: 'Held', colour: 'text-violet' },
  withheld: { icon: Minus, word: 'Withheld', colour: 'text-grey' },
  ended: { icon: CircleStop, word: 'Ended here', colour: 'text-amber' },
}

export interface StepListProps {
  steps: readonly Step[]
  compact?: boolean
}

/** Each thing that was looked at, in the order of the looking, with what it came to. */
export function StepList({ steps, compact = false }: StepListProps) {
  if (steps.length === 0) return <p className="text-muted text-sm">How it was decided was not kept.</p>
  return (
    <section aria-label="How it is decided" className="grid gap-1.5">
      <h3 className="font-semibold text-sm">How it is decided</h3>
      <ol className={cn('grid', compact ? 'gap-1' : 'gap-1.5')}>
        {steps.map((step, index) => {
          const { icon: Icon, word, colour } = looks[step.outcome]
          return (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: the steps of one answer never move.
              key={index}
              className="grid grid-cols-[1rem_minmax(0,1fr)] gap-x-2.5 text-sm leading-5"
            >
              <Icon aria-hidden className={cn('mt-0.5 size-4', colour)} />
              <p className="min-w-0 text-pretty break-words">
                <span className="sr-only">{word}: </span>
                {step.channel ? <span className="text-muted">{channelNames[step.channel]}: </span> : null}
                {step.text}
              </p>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
