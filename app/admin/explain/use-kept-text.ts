'use client'

import { useCallback, useState } from 'react'

const slot = (key: string) => `posthorn.explain.${key}`

/** A text that outlives a reload of the tab, and is sent to nobody. Null: nothing was typed. */
export function useKeptText(key: string): [string | null, (text: string | null) => void] {
  const [kept, setKept] = useState(() => ({ key, text: sessionStorage.getItem(slot(key)) }))
  const current = kept.key === key ? kept.text : sessionStorage.getItem(slot(key))
  const keep = useCallback(
    (text: string | null) => {
      setKept({ key, text })
      try {
        if (text === null) sessionStorage.removeItem(slot(key))
        else sessionStorage.setItem(slot(key), text)
      } catch {
        // A full store keeps less; what is on the screen stays.
      }
    },
    [key],
  )
  return [current, keep]
}
