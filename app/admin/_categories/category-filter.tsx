'use client'

import { FilterMenu } from '#app/_components/ui/combobox.tsx'
import { useCategoryName } from './category-name.tsx'

export interface CategoryFilterProps {
  /** The keys that the list has. */
  keys: readonly string[]
  value: string | null
  onValueChange: (category: string | null) => void
}

/** Narrows a list to one category, chosen by its name. */
export function CategoryFilter({ keys, value, onValueChange }: CategoryFilterProps) {
  const nameOf = useCategoryName()
  const options = keys
    .map((key) => ({ value: key, label: nameOf(key), aside: key }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'))
  return (
    <FilterMenu
      label="Category"
      single
      options={options}
      value={value === null ? [] : [value]}
      onValueChange={([category = null]) => onValueChange(category)}
    />
  )
}
