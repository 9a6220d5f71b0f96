'use client'

import { RadioGroup } from 'radix-ui'
import { useId } from 'react'
import { cn } from '#app/_components/ui/cn.ts'

const kinds = [
  {
    kind: 'visual',
    word: 'Visual',
    sentence: 'Written as it looks: blocks, variables, parts shown if, rows repeated.',
  },
  {
    kind: 'code',
    word: 'Code',
    sentence: 'React Email as TSX, for layouts that blocks can’t make.',
  },
] as const
type Kind = (typeof kinds)[number]['kind']

/** How it is written: each way with a sentence on what it is for. */
export function KindChoice({ value, onValueChange }: { value: Kind; onValueChange: (kind: Kind) => void }) {
  const id = useId()
  return (
    <div className="grid gap-1.5">
      <span id={id} className="font-medium text-ink text-sm">
        How it is written
      </span>
      <RadioGroup.Root
        aria-labelledby={id}
        value={value}
        onValueChange={(next) => {
          const chosen = kinds.find(({ kind }) => kind === next)
          if (chosen) onValueChange(chosen.kind)
        }}
        className="grid gap-2"
      >
        {kinds.map(({ kind, word, sentence }) => (
          <RadioGroup.Item
            key={kind}
            value={kind}
            aria-describedby={`${id}-${kind}`}
            className={cn(
              'flex items-start gap-2.5 rounded-md border px-3 py-2 text-left transition-colors duration-100',
              'data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft',
              'data-[state=unchecked]:hover:bg-hover',
            )}
          >
            <span
              aria-hidden
              className="mt-1 grid size-3.5 shrink-0 place-items-center rounded-full border border-field bg-surface"
            >
              <RadioGroup.Indicator className="size-1.5 rounded-full bg-accent" />
            </span>
            <span className="grid gap-0.5">
              <span className="font-medium text-sm">{word}</span>
              <span id={`${id}-${kind}`} className="text-muted text-xs">
                {sentence}
              </span>
            </span>
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </div>
  )
}
