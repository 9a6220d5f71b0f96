'use client'

import { ArrowRight } from 'lucide-react'
import { useState } from 'react'
import { Segmented } from '#app/_components/ui/segmented.tsx'
import { Select } from '#app/_components/ui/select.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { stable } from '../_publish/changes.ts'
import { fixtureChoices } from '../_studio/fixture-data.ts'
import { languageName } from '../languages.ts'
import { LookComparison } from './look-comparison.tsx'
import { type SideId, type Sides, type Studio, sideName, type View, views } from './sides.ts'
import { SourceComparison } from './source-comparison.tsx'
import { type Side, useSide } from './use-side.ts'

const viewWords: Record<View, string> = {
  look: 'Look',
  text: 'Text',
  source: 'Source',
  variables: 'Variables',
}

export interface ComparisonProps {
  studio: Studio
  sides: Sides
  locale: string
  view: View
  marks: boolean
  onView: (view: View) => void
  onMarks: (marks: boolean) => void
  onSides: (sides: Sides) => void
}

/** Two versions, or a version and the draft, in one language: as they look, read and are written. */
export function Comparison(props: ComparisonProps) {
  const { studio, sides, view, marks, onView, onMarks, onSides } = props
  const { key } = studio.template
  const [locale, setLocale] = useState(props.locale)
  const [fixture, setFixture] = useState<string | null>(null)
  const before = useSide(key, sides.before, studio)
  const after = useSide(key, sides.after, studio)
  const fixtures = fixtureChoices(studio, studio.variables)
  const chosen = fixtures.find(({ id }) => id === fixture) ?? fixtures[0]
  const locales = localesOf(before.side, after.side)
  const shown = locales.includes(locale) ? locale : (locales[0] ?? locale)
  const failed = [before.query, after.query].find(({ isError }) => isError)
  const ready = after.side && (sides.before === null || before.side)
  return (
    <section aria-label="Comparison" className="min-w-0">
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-2">
        <SideSelect
          label="Before"
          studio={studio}
          value={sides.before}
          onChange={(id) => onSides({ ...sides, before: id })}
        />
        <ArrowRight aria-hidden className="size-4 shrink-0 text-faint" />
        <SideSelect
          label="After"
          studio={studio}
          value={sides.after}
          onChange={(id) => onSides({ before: sides.before === id ? null : sides.before, after: id })}
        />
        {locales.length > 1 ? (
          <Select
            aria-label="Locale"
            className="w-40"
            value={shown}
            onChange={({ target }) => setLocale(target.value)}
            options={locales.map((value) => ({
              value,
              label: isChanged(before.side, after.side, value)
                ? `${languageName(value)} •`
                : languageName(value),
            }))}
          />
        ) : null}
        {(view === 'look' || view === 'text') && fixtures.length > 1 ? (
          <Select
            aria-label="Fixture"
            className="w-40"
            value={chosen?.id ?? ''}
            onChange={({ target }) => setFixture(target.value)}
            options={fixtures.map(({ id, name }) => ({ value: id, label: name }))}
          />
        ) : null}
        <Segmented
          label="Compare"
          value={view}
          onValueChange={onView}
          options={views.map((value) => ({ value, label: viewWords[value] }))}
          className="@3xl:ml-auto"
        />
      </div>
      {failed ? (
        <QueryFailure title="This version could not be loaded" query={failed} />
      ) : !ready ? (
        <SkeletonRows rows={6} label="Loading the versions" />
      ) : view === 'look' || view === 'text' ? (
        <LookComparison
          templateKey={key}
          sides={sides}
          locale={shown}
          data={chosen?.data ?? {}}
          lockVersion={studio.draft.lockVersion}
          git={before.side?.kind === 'git' || after.side?.kind === 'git'}
          view={view}
          marks={marks}
          onMarks={onMarks}
        />
      ) : (
        <SourceComparison before={before.side} after={after.side} locale={shown} view={view} />
      )}
    </section>
  )
}

/** Of either, the newer one's order first. */
function localesOf(before: Side | null, after: Side | null): string[] {
  const named = [...(after?.locales ?? []), ...(before?.locales ?? [])].map(({ locale }) => locale)
  return [...new Set(named)]
}

function isChanged(before: Side | null, after: Side | null, locale: string): boolean {
  const source = (side: Side | null) =>
    stable(side?.locales.find((row) => row.locale === locale)?.source ?? null)
  return before !== null && after !== null && source(before) !== source(after)
}

interface SideSelectProps {
  label: string
  studio: Studio
  value: SideId | null
  onChange: (id: SideId) => void
}

function SideSelect({ label, studio, value, onChange }: SideSelectProps) {
  const ids: SideId[] = [
    ...(studio.draft.lockVersion > 0 ? ['draft' as const] : []),
    ...studio.versions.map(({ version }) => version),
  ]
  return (
    <Select
      aria-label={label}
      className="w-24"
      value={value === null ? '' : String(value)}
      onChange={({ target }) => {
        const id = ids.find((one) => String(one) === target.value)
        if (id !== undefined) onChange(id)
      }}
      {...(value === null ? { placeholder: 'nothing' } : {})}
      options={ids.map((id) => ({ value: String(id), label: sideName(id) }))}
    />
  )
}
