'use client'

import type { ReactNode } from 'react'
import { PausedSearch } from '#app/_components/paused-search.tsx'
import { CategoryFilter } from '../_categories/category-filter.tsx'

export interface ListFiltersProps {
  /** `templates`. */
  of: string
  longestSearch: number
  value: { q: string; category: string | null }
  /** The categories that the list has, by key. */
  categories: readonly string[]
  /** `history`: whether Back takes it back. */
  onChange: (
    part: { q: string | null } | { category: string | null },
    options: { history: 'push' | 'replace' },
  ) => void
  /** At the right: what else can be done. */
  children: ReactNode
}

/** What narrows a list of templates or workflows by words and by category. */
export function ListFilters(props: ListFiltersProps) {
  const { of, longestSearch, value, categories, onChange, children } = props
  return (
    <div className="flex flex-wrap items-center gap-2">
      <PausedSearch
        label={`Search ${of}`}
        placeholder={`Search ${of}`}
        longest={longestSearch}
        q={value.q}
        onSearch={(q) => onChange({ q: q || null }, { history: 'replace' })}
        className="w-full sm:w-64"
      />
      <CategoryFilter
        keys={categories}
        value={value.category}
        onValueChange={(category) => onChange({ category }, { history: 'push' })}
      />
      <div className="ml-auto flex flex-wrap justify-end gap-2">{children}</div>
    </div>
  )
}
