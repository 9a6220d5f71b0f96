'use client'

import { type RefObject, useRef } from 'react'
import { useShortcuts } from './shortcuts.ts'

export interface RowKeysOptions {
  /** A panel is open beside the list: walking opens the row that is reached. */
  follow?: boolean
}

/**
 * `j` and `k` walk over the `RowLink`s inside the element that gets the returned ref; Enter is the link's own.
 * Starts at the selected row, else at the first.
 */
export function useRowKeys<T extends HTMLElement>({
  follow = false,
}: RowKeysOptions = {}): RefObject<T | null> {
  const list = useRef<T>(null)
  const walk = (step: 1 | -1) => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>('[data-row-link]') ?? [])]
    if (links.length === 0) return
    const focused = document.activeElement instanceof HTMLElement ? links.indexOf(document.activeElement) : -1
    const selected = links.findIndex((link) => link.closest('[data-selected]'))
    const from = focused >= 0 ? focused : selected
    const next = links[from < 0 ? 0 : Math.min(Math.max(from + step, 0), links.length - 1)]
    next?.focus()
    next?.closest('tr, li')?.scrollIntoView({ block: 'nearest' })
    if (follow) next?.click()
  }
  useShortcuts([
    { keys: 'j', label: 'Next row', group: 'Lists', run: () => walk(1) },
    { keys: 'k', label: 'Row before', group: 'Lists', run: () => walk(-1) },
  ])
  return list
}
