'use client'

import { PausedSearch } from '#app/_components/paused-search.tsx'
import { longestSearch } from './inbox-state.ts'

export function MailSearch({ q, onSearch }: { q: string; onSearch: (q: string) => void }) {
  return (
    <PausedSearch
      label="Search mails"
      placeholder="Search address or subject"
      longest={longestSearch}
      q={q}
      onSearch={onSearch}
    />
  )
}
