'use client'

import { RadioGroup } from 'radix-ui'
import { type ReactNode, useId } from 'react'
import { cn } from './cn.ts'

export interface ChoiceCardsProps<V extends string> {
  label: string
  /** Each with a sentence on what it means. */
  choices: readonly { value: V; word: ReactNode; sentence: string }[]
  value: V
  onValueChange: (value: V) => void
  disabled?: boolean
}

/** One of a few things, where each needs a sentence. */
export function ChoiceCards<V extends string>(props: ChoiceCardsProps<V>) {
  const { label, choices, value, onValueChange, disabled = false } = props
  const id = useId()
  return (
    <div className="grid gap-1.5">
      <span id={id} className="font-medium text-ink text-sm">
        {label}
      </span>
      <RadioGroup.Root
        aria-labelledby={id}
        value={value}
        disabled={disabled}
        onValueChange={(next) => onValueChange(next as V)}
        className="grid gap-2"
      >
        {choices.map(({ value: one, word, sentence }) => (
          <RadioGroup.Item
            key={one}
            value={one}
            aria-labelledby={`${id}-${one}-word`}
            aria-describedby={`${id}-${one}`}
            className={cn(
              'flex items-start gap-2.5 rounded-md border px-3 py-2 text-left transition-colors duration-100 disabled:cursor-default',
              'data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft',
              'enabled:data-[state=unchecked]:hover:bg-hover',
            )}
          >
            <span
              aria-hidden
              className="mt-1 grid size-3.5 shrink-0 place-items-center rounded-full border border-field bg-surface"
            >
              <RadioGroup.Indicator className="size-1.5 rounded-full bg-accent" />
            </span>
            <span className="grid gap-0.5">
              <span id={`${id}-${one}-word`} className="flex items-center gap-2 font-medium text-sm">
                {word}
              </span>
              <span id={`${id}-${one}`} className="text-muted text-xs">
                {sentence}
              </span>
            </span>
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </div>
  )
}
