'use client'

import { RadioGroup } from 'radix-ui'
import { useId } from 'react'
import { Badge } from '#app/_components/ui/badge.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import type { SourceAuth } from '#server/db/schema/sources.ts'
import { auths } from '../auth-look.ts'

export interface AuthChoiceProps {
  value: SourceAuth
  onValueChange: (auth: SourceAuth) => void
  disabled?: boolean
}

/** Who may send: each way with a sentence on what it means. */
export function AuthChoice({ value, onValueChange, disabled = false }: AuthChoiceProps) {
  const id = useId()
  return (
    <div className="grid gap-1.5">
      <span id={id} className="font-medium text-ink text-sm">
        Who may send
      </span>
      <RadioGroup.Root
        aria-labelledby={id}
        value={value}
        disabled={disabled}
        onValueChange={(next) => {
          const chosen = auths.find(({ auth }) => auth === next)
          if (chosen) onValueChange(chosen.auth)
        }}
        className="grid gap-2"
      >
        {auths.map(({ auth, word, tone, sentence }) => (
          <RadioGroup.Item
            key={auth}
            value={auth}
            aria-describedby={`${id}-${auth}`}
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
              <span className="flex items-center gap-2 font-medium text-sm">
                {word}
                {auth === 'open' ? <Badge tone={tone}>No check at all</Badge> : null}
              </span>
              <span id={`${id}-${auth}`} className="text-muted text-xs">
                {sentence}
              </span>
            </span>
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </div>
  )
}
