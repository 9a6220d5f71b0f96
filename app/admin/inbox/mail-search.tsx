'use client'

import { useEffect, useRef, useState } from 'react'
import { SearchInput } from '#app/_components/ui/input.tsx'
import { longestSearch } from './inbox-state.ts'

const PAUSE_MS = 200

/** Searches when the typing pauses; what is typed is never overtaken by its own echo from the address. */
export function MailSearch({ q, onSearch }: { q: string; onSearch: (q: string) => void }) {
  const [text, setText] = useState(q)
  const written = useRef(q)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    if (q !== written.current) setText(q)
    written.current = q
  }, [q])
  useEffect(() => () => clearTimeout(timer.current), [])
  return (
    <SearchInput
      label="Search mails"
      placeholder="Search address or subject"
      shortcut="/"
      data-page-search
      maxLength={longestSearch}
      value={text}
      onValueChange={(next) => {
        setText(next)
        clearTimeout(timer.current)
        timer.current = setTimeout(
          () => {
            written.current = next.trim()
            onSearch(next.trim())
          },
          next ? PAUSE_MS : 0,
        )
      }}
    />
  )
}
