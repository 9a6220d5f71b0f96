'use client'

import { useEffect, useId, useRef, useState } from 'react'
import { cn } from '#app/_components/ui/cn.ts'
import { inColourScheme } from './colour-scheme.ts'

export interface HtmlFrameProps {
  html: string
  /** Names the frame to a screen reader: “Preview in English”. */
  title: string
  /** As a reader with a dark screen sees it: the mail's own `prefers-color-scheme: dark` applies. */
  dark?: boolean
  /** A CSS length; left out: as high as what encloses it. */
  height?: number | string
  /** Called when the newest HTML is on the screen. */
  onShown?: () => void
  className?: string
}

/** A form into a frame by its name is the only way to POST there; the document it brings has its own policy. */
function post(html: string, target: string) {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = '/admin/templates/preview'
  form.target = target
  // The default encoding makes three bytes of most signs of a mail.
  form.enctype = 'multipart/form-data'
  form.hidden = true
  const field = document.createElement('textarea')
  field.name = 'html'
  field.value = html
  form.append(field)
  document.body.append(form)
  form.submit()
  form.remove()
}

/**
 * A mail's HTML in a frame in which nothing runs. Two frames take turns: the next mail loads behind the one that is
 * seen, so that nothing flickers while somebody types. Where one load is under way only the newest HTML waits for it.
 */
export function HtmlFrame({
  html,
  title,
  dark = false,
  height = '100%',
  onShown,
  className,
}: HtmlFrameProps) {
  const id = useId()
  const [front, setFront] = useState<0 | 1>(0)
  const turn = useRef({ front: 0 as 0 | 1, loading: null as string | null, waiting: null as string | null })
  const shown = useRef(onShown)
  shown.current = onShown

  const name = (frame: 0 | 1) => `mail-${id}-${frame}`
  const load = (next: string) => {
    turn.current.loading = next
    post(next, name(turn.current.front === 0 ? 1 : 0))
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: `load` reads refs only
  useEffect(() => {
    const seen = inColourScheme(html, dark ? 'dark' : 'light')
    if (turn.current.loading !== null) turn.current.waiting = seen
    else load(seen)
  }, [html, dark])

  const loaded = (frame: 0 | 1) => {
    const now = turn.current
    // A frame's first, empty document reports too.
    if (now.loading === null || frame === now.front) return
    now.front = frame
    now.loading = null
    setFront(frame)
    const next = now.waiting
    now.waiting = null
    if (next === null) shown.current?.()
    else load(next)
  }

  return (
    <div className={cn('relative w-full', className)} style={{ height }}>
      {([0, 1] as const).map((frame) => (
        <iframe
          key={frame}
          name={name(frame)}
          sandbox=""
          title={title}
          {...(frame === front ? {} : { inert: true, 'aria-hidden': true, tabIndex: -1 })}
          onLoad={() => loaded(frame)}
          style={{ colorScheme: dark ? 'dark' : 'light', background: dark ? '#121212' : '#fff' }}
          className={cn(
            'absolute inset-0 block h-full w-full',
            frame === front ? '' : 'pointer-events-none opacity-0',
          )}
        />
      ))}
    </div>
  )
}
