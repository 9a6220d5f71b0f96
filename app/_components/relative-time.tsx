'use client'

import { useSyncExternalStore } from 'react'
import { formatClock, formatExact, formatRelative, type Instant, toMillis } from './time-format.ts'

// One clock for all times of a page: every reader of one tick sees the same `now`.
const readers = new Set<() => void>()
let now = 0
let timer: ReturnType<typeof setInterval> | undefined

function tick() {
  if (document.hidden) return
  now = Date.now()
  for (const read of readers) read()
}

function subscribe(read: () => void): () => void {
  readers.add(read)
  if (!timer) {
    now = Date.now()
    timer = setInterval(tick, 5000)
    document.addEventListener('visibilitychange', tick)
  }
  return () => {
    readers.delete(read)
    if (readers.size > 0) return
    clearInterval(timer)
    timer = undefined
    document.removeEventListener('visibilitychange', tick)
  }
}

const never = () => () => {}

/** False while the server renders and the browser takes over: the reader's zone is not known then. */
function useInBrowser(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}

/** The reader's own zone in the browser; UTC before. */
function useZone(): string | undefined {
  return useInBrowser() ? undefined : 'UTC'
}

export interface RelativeTimeProps {
  at: Instant
  className?: string
}

/** `3 min ago`, kept up to date; the exact time on hover, in the zone of the reader's browser. */
export function RelativeTime({ at, className }: RelativeTimeProps) {
  const zone = useZone()
  // The label is the snapshot, so that a tick renders only the times whose words change.
  const label = useSyncExternalStore(
    subscribe,
    () => formatRelative(at, now || Date.now(), zone),
    () => formatRelative(at, Date.now(), zone),
  )
  return (
    <time
      dateTime={new Date(toMillis(at)).toISOString()}
      title={formatExact(at, zone)}
      suppressHydrationWarning
      className={className}
    >
      {label}
    </time>
  )
}

export interface ExactTimeProps {
  at: Instant
  /** `full`: `Tue, 14 Jul 2026, 14:02:11 CEST`; `clock`: `14:02:11`; `ms`: `14:02:11.204`. */
  format?: 'full' | 'clock' | 'ms'
  className?: string
}

/** The exact time, in the zone of the reader's browser; in full on hover. */
export function ExactTime({ at, format = 'full', className }: ExactTimeProps) {
  const zone = useZone()
  const exact = formatExact(at, zone)
  return (
    <time
      dateTime={new Date(toMillis(at)).toISOString()}
      title={exact}
      suppressHydrationWarning
      className={className}
    >
      {format === 'full' ? exact : formatClock(at, zone, format === 'ms')}
    </time>
  )
}
