'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { LineDiff } from '../_mails/line-diff.tsx'
import { languageName } from '../languages.ts'
import { linesOf, partsOf } from './source-parts.ts'
import type { Side } from './use-side.ts'

// The diff's code comes only when somebody compares sources.
const CodeDiff = dynamic(() => import('../_editor/code/code-diff.tsx').then((module) => module.CodeDiff), {
  ssr: false,
  loading: () => <SkeletonRows rows={4} label="Loading the comparison" />,
})

export interface SourceComparisonProps {
  before: Side | null
  after: Side | null
  locale: string
  view: 'source' | 'variables'
}

/** Two sources of a language, or what both declare, line by line. */
export function SourceComparison({ before, after, locale, view }: SourceComparisonProps) {
  const [raw, setRaw] = useState(false)
  if (view === 'variables') {
    return <Part title="Variables" language="json" before={jsonOf(before)} after={jsonOf(after)} />
  }
  const own = { before: sourceOf(before, locale), after: sourceOf(after, locale) }
  const lines = { before: linesOf(own.before), after: linesOf(own.after) }
  const visual = [own.before, own.after].some((source) => source !== null && 'doc' in source)
  const parts = { before: partsOf(own.before, raw), after: partsOf(own.after, raw) }
  const textOf = (all: typeof parts.after, title: string) =>
    all.find((part) => part.title === title)?.text ?? ''
  return (
    <div className="min-w-0">
      {own.after === null || (before && own.before === null) ? (
        <p className="border-b px-4 py-2 text-muted text-sm">
          {languageName(locale)} is {own.after === null ? 'not there any more' : 'new'}.
        </p>
      ) : null}
      <div className="border-b py-1.5">
        {unionBy([...lines.after, ...lines.before], ({ label }) => label).map(({ label }) => (
          <LineDiff
            key={label}
            label={label}
            before={before ? (lines.before.find((line) => line.label === label)?.text ?? null) : null}
            after={lines.after.find((line) => line.label === label)?.text ?? null}
          />
        ))}
      </div>
      {visual ? (
        <div className="flex justify-end border-b px-4 py-1.5">
          <Button size="sm" variant="ghost" aria-pressed={raw} onClick={() => setRaw(!raw)}>
            {raw ? 'Show the outline' : 'Show the JSON'}
          </Button>
        </div>
      ) : null}
      {unionBy([...parts.after, ...parts.before], ({ title }) => title).map(({ title, language }) => (
        <Part
          key={title}
          title={title}
          language={language}
          before={textOf(parts.before, title)}
          after={textOf(parts.after, title)}
        />
      ))}
    </div>
  )
}

function unionBy<T>(all: readonly T[], name: (one: T) => string): T[] {
  const names = new Set(all.map(name))
  return [...names].flatMap((wanted) => all.find((one) => name(one) === wanted) ?? [])
}

type Source = Side['locales'][number]['source']

const sourceOf = (side: Side | null, locale: string): Source | null =>
  side?.locales.find((row) => row.locale === locale)?.source ?? null

const jsonOf = (side: Side | null) => (side?.variables ? JSON.stringify(side.variables, null, 2) : '')

interface PartProps {
  title: string
  language: 'tsx' | 'json' | 'text'
  before: string
  after: string
}

function Part({ title, language, before, after }: PartProps) {
  return (
    <section aria-label={title} className="min-w-0 border-b last:border-b-0">
      <h2 className="bg-sunken px-4 py-1.5 font-medium text-muted text-xs">{title}</h2>
      {before === after ? (
        <p className="px-4 py-3 text-muted text-sm">
          {after === '' ? 'There is nothing on either side.' : 'Both sides say the same.'}
        </p>
      ) : (
        <CodeDiff before={before} after={after} language={language} />
      )}
    </section>
  )
}
