'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button.tsx'
import { cn } from './cn.ts'
import { Tooltip } from './tooltip.tsx'

/** Copies, also where `navigator.clipboard` is missing: on plain http away from localhost. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    area.style.position = 'fixed'
    area.style.opacity = '0'
    const focused = document.activeElement
    // Inside a modal dialog only what is inside it can take the focus.
    const home = document.querySelector('[data-modal]') ?? document.body
    home.append(area)
    area.select()
    const done = document.execCommand('copy')
    area.remove()
    if (focused instanceof HTMLElement) focused.focus()
    return done
  }
}

/** `copy(text)` and, for two seconds after it, what came of it. */
export function useCopy() {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), 2000)
    return () => clearTimeout(timer)
  }, [state])
  return { state, copy: async (text: string) => setState((await copyText(text)) ? 'copied' : 'failed') }
}

export interface CopyButtonProps {
  value: string
  /** What it copies: “Copy trace id”. Seen as a tooltip, or as the button's text with `text`. */
  label: string
  text?: boolean
  className?: string
}

export function CopyButton({ value, label, text = false, className }: CopyButtonProps) {
  const { state, copy } = useCopy()
  const said = state === 'copied' ? 'Copied' : state === 'failed' ? 'Could not copy' : label
  const icon = state === 'copied' ? <Check aria-hidden className="text-green" /> : <Copy aria-hidden />
  const live = (
    <span role="status" className="sr-only">
      {state === 'idle' ? '' : said}
    </span>
  )
  if (text) {
    return (
      <Button size="sm" onClick={() => copy(value)} className={cn(className)}>
        {icon}
        {said}
        {live}
      </Button>
    )
  }
  return (
    <Tooltip content={said}>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={label}
        onClick={(event) => {
          event.stopPropagation()
          void copy(value)
        }}
        className={cn('relative z-1 size-6', className)}
      >
        {icon}
        {live}
      </Button>
    </Tooltip>
  )
}

export interface CopyableProps {
  value: string
  /** What it is: “trace id”. */
  label: string
  /** Shows the first characters only; all are copied. */
  short?: number
  className?: string
}

/** An id in monospace with its copy button. */
export function Copyable({ value, label, short, className }: CopyableProps) {
  return (
    <span className={cn('inline-flex min-w-0 items-center gap-0.5', className)}>
      <code className="truncate text-xs" title={value}>
        {short && value.length > short + 1 ? `${value.slice(0, short)}…` : value}
      </code>
      <CopyButton value={value} label={`Copy ${label}`} />
    </span>
  )
}
