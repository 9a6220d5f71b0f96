'use client'

import { useCategoryName } from '../../../_categories/category-name.tsx'
import type { Difference } from '../../_words/differences.ts'

/** What differs, field by field: as it was, and as it is. */
export function DifferenceList({ differences }: { differences: readonly Difference[] }) {
  const categoryName = useCategoryName()
  if (differences.length === 0) return <p className="text-muted text-sm">Nothing differs.</p>
  const named = differences.map(({ before, after, ...field }) =>
    field.path === 'category'
      ? { ...field, before: before.map(categoryName), after: after.map(categoryName) }
      : { ...field, before, after },
  )
  return (
    <dl className="grid gap-2.5">
      {named.map(({ path, label, before, after }) => (
        <div key={path} className="grid gap-1">
          <dt className="font-medium text-xs">{label}</dt>
          <dd className="wrap-anywhere grid gap-1 text-xs leading-5">
            <del className="grid rounded-sm bg-red-soft px-2 text-ink no-underline">
              <span className="sr-only">Before: </span>
              {before.map((line) => (
                <Line key={line} sign="−" line={line} gone={!after.includes(line)} />
              ))}
            </del>
            <ins className="grid rounded-sm bg-green-soft px-2 text-ink no-underline">
              <span className="sr-only">After: </span>
              {after.map((line) => (
                <Line key={line} sign="+" line={line} gone={!before.includes(line)} />
              ))}
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Of a list, the lines that differ are strong. */
function Line({ sign, line, gone }: { sign: string; line: string; gone: boolean }) {
  return (
    <span className={gone ? 'font-medium' : 'text-muted'}>
      <span aria-hidden className="mr-1.5 font-mono">
        {gone ? sign : ' '}
      </span>
      {line}
    </span>
  )
}
