'use client'

import { useEffect, useState } from 'react'

const TICK_MS = 5_000

/** `HH:MM` in a zone, kept up to date. */
export function useLocalTime(zone: string): string {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return localTime(zone, now)
}

const localTime = (zone: string, at: number): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at)

/** What the clock shows where the user is. */
export function LocalTime({ zone }: { zone: string }) {
  const time = useLocalTime(zone)
  // The server's second may be of another minute.
  return (
    <time suppressHydrationWarning className="tabular-nums">
      {time}
    </time>
  )
}
