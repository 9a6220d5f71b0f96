'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import { generousHeight } from './generous-height.ts'
import { HtmlFrame } from './html-frame.tsx'
import type { View } from './studio-url.ts'

/** What most clients give a mail on a desk, and a phone's width. CSS px. */
const WIDTH = { desktop: 640, phone: 375 } as const

export interface MailViewProps {
  html: string
  text: string
  view: View
  dark: boolean
  title: string
}

/**
 * The mail at the width of a desk or a phone, made smaller where there is less room. The pane scrolls, not the frame:
 * a frame that is loaded anew begins at its top, and a reader would lose the place at every keystroke.
 */
export function MailView({ html, text, view, dark, title }: MailViewProps) {
  const pane = useRef<HTMLElement>(null)
  const [room, setRoom] = useState<{ width: number; height: number } | null>(null)
  useEffect(() => {
    if (!pane.current) return
    const watch = new ResizeObserver(([entry]) => {
      // Without room while another panel stands in its place: nothing to measure.
      if (entry && entry.contentRect.width > 0)
        setRoom({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    watch.observe(pane.current)
    return () => watch.disconnect()
  }, [])
  const width = view === 'phone' ? WIDTH.phone : Math.max(WIDTH.desktop, room?.width ?? 0)
  const scale = room ? Math.min(1, room.width / width) : 1
  const enough = useMemo(() => generousHeight(html, text, width), [html, text, width])
  const height = Math.max(enough, (room?.height ?? 0) / scale)
  return (
    <section
      ref={pane}
      aria-label="The mail"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
      tabIndex={0}
      className="min-h-80 flex-1 lg:min-h-0 overflow-y-auto overflow-x-hidden bg-sunken"
    >
      {view === 'text' ? (
        <pre className="min-h-full whitespace-pre-wrap break-words bg-surface px-4 py-3 font-mono text-xs leading-5">
          {text}
        </pre>
      ) : (
        <div style={{ width: width * scale, height: height * scale }} className="mx-auto overflow-hidden">
          <div style={{ width, height, transform: `scale(${scale})`, transformOrigin: '0 0' }}>
            <HtmlFrame html={html} title={title} dark={dark} />
          </div>
        </div>
      )}
    </section>
  )
}
