'use client'

import { usePathname, useRouter } from 'next/navigation'
import { parseAsString, useQueryStates } from 'nuqs'
import { useEffect, useRef, useState } from 'react'
import { SearchInput } from '#app/_components/ui/input.tsx'
import { parseAsId } from '#app/_components/url-parsers.ts'
import { longestSearch } from '../notifications/filters.ts'

const pauseMs = 200
const parsers = { q: parseAsString.withDefault(''), older: parseAsId, newer: parseAsId }

/**
 * One box for id, e-mail, order, correlation and trace id. On the list it writes `q` into the URL when the
 * typing pauses; elsewhere Enter leads to the list.
 */
export function TopSearch() {
  const router = useRouter()
  const onList = usePathname() === '/admin/notifications'
  const [{ q }, setState] = useQueryStates(parsers)
  const [text, setText] = useState(onList ? q : '')
  const written = useRef(q)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  useEffect(() => {
    // Back, or “Clear filters”, changed the URL under us: the box follows. Our own writing does not come back.
    if (!onList) setText('')
    else if (q !== written.current) setText(q)
    written.current = q
  }, [q, onList])
  useEffect(() => () => clearTimeout(timer.current), [])

  const write = (next: string) => {
    clearTimeout(timer.current)
    written.current = next.trim()
    // What is found begins with its newest page.
    void setState({ q: next.trim() || null, older: null, newer: null })
  }
  return (
    <search className="w-full">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (onList) {
            write(text)
            // Out of the field, so that `j` and `k` walk over what was found.
            if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
          } else if (text.trim()) router.push(`/admin/notifications?q=${encodeURIComponent(text.trim())}`)
        }}
      >
        <SearchInput
          label="Search notifications"
          placeholder="Search by id, e-mail, order, trace…"
          shortcut="/"
          value={text}
          data-top-search
          maxLength={longestSearch}
          onValueChange={(next) => {
            setText(next)
            clearTimeout(timer.current)
            if (onList) timer.current = setTimeout(() => write(next), next ? pauseMs : 0)
          }}
        />
      </form>
    </search>
  )
}

/** Puts the cursor into the page's own search field (`data-page-search`), else into the top bar's. */
export function focusSearch(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement>('[data-page-search], [data-top-search]')
  const shown = [...fields].filter((field) => field.offsetParent !== null)
  const field = shown.find((one) => one.dataset.pageSearch !== undefined) ?? shown[0]
  field?.focus()
  field?.select()
  return field !== undefined
}
