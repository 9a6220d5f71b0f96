'use client'

import { useEffect, useRef, useState } from 'react'
import { SearchInput } from './ui/input.tsx'

const PAUSE_MS = 200

export interface PausedSearchProps {
  label: string
  placeholder: string
  /** The server takes no longer ones. */
  longest: number
  q: string
  onSearch: (q: string) => void
  className?: string
}

/** Searches when the typing pauses; what is typed is never overtaken by its own echo from the address. */
export function PausedSearch({ label, placeholder, longest, q, onSearch, className }: PausedSearchProps) {
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
      label={label}
      placeholder={placeholder}
      shortcut="/"
      data-page-search
      maxLength={longest}
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
      {...(className ? { className } : {})}
    />
  )
}
