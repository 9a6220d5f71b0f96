'use client'

import { type ReactNode, useEffect, useState } from 'react'
import { Notice } from '#app/_components/ui/notice.tsx'

/** Why it did not work. `until`: milliseconds since 1970. */
export type Problem = { kind: 'refused' | 'away' } | { kind: 'throttled'; until: number }

const fallbackWaitS = 60

/** What an answer other than 2xx says: too many tries, refused, or that the server could not answer. */
export function problemOf(response: Response): Problem {
  if (response.status === 429) {
    const seconds = Number(response.headers.get('X-Retry-After') ?? response.headers.get('Retry-After'))
    return { kind: 'throttled', until: Date.now() + (seconds > 0 ? seconds : fallbackWaitS) * 1000 }
  }
  return { kind: response.status >= 400 && response.status < 500 ? 'refused' : 'away' }
}

/** Seconds until the next try, counted down; 0 when it may come. */
export function useWait(problem: Problem | undefined): number {
  const until = problem?.kind === 'throttled' ? problem.until : undefined
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (until === undefined) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [until])
  return until === undefined ? 0 : Math.max(0, Math.ceil((until - now) / 1000))
}

interface ExplanationProps {
  problem: Problem
  wait: number
  /** What a refusal means on this page. */
  refused: ReactNode
}

export function Explanation({ problem, wait, refused }: ExplanationProps) {
  if (problem.kind === 'refused') return refused
  if (problem.kind === 'throttled') {
    return (
      <Notice tone="amber" title="Too many tries">
        {wait > 0
          ? 'It is paused for this address, to keep guessers out. The button counts the seconds.'
          : 'You can try again now.'}
      </Notice>
    )
  }
  return (
    <Notice tone="red" title="The server could not answer">
      Nothing is wrong with what you typed. See that Posthorn and its database are running, then try again.
    </Notice>
  )
}
