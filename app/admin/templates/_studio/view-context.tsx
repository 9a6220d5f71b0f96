'use client'

import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import { useMay } from '#app/_trpc/use-may.ts'
import { parseJsonObject } from '../../notifications/_test-event/json-text.ts'
import { type FixtureChoice, fixtureChoices } from './fixture-data.ts'
import { usePlace } from './place-context.tsx'
import { useStudio, useStudioState } from './studio-context.tsx'
import type { Data, TemplateSource } from './types.ts'
import { type PreviewState, usePreview } from './use-preview.ts'

export interface EditedData {
  text: string
  data: Data
}

export interface StudioView {
  /** Of the locale that is open. */
  source: TemplateSource
  fixtures: readonly FixtureChoice[]
  fixture: FixtureChoice
  /** The fixture's data as it is typed just now; else as it was saved. */
  data: Data
  /** JSON that was edited and is not saved, by fixture; its data while it is none is the last that was. */
  edited: Readonly<Record<string, EditedData>>
  /** `text` null: what was edited is saved, or dropped. */
  edit: (id: string, text: string | null) => void
  preview: PreviewState
}

const ViewContext = createContext<StudioView | null>(null)

/** What is looked at. New with every keystroke: who needs only the place takes `usePlace`. */
export function useView(): StudioView {
  const value = useContext(ViewContext)
  if (!value) throw new Error('useView wants a ViewProvider above it')
  return value
}

/** What of the template one looks at: source and data; and the preview of it, kept up to date. */
export function ViewProvider({ children }: { children: ReactNode }) {
  const { studio, templateKey } = useStudio()
  const mayWrite = useMay('templates')
  const content = useStudioState((state) => state.content)
  const { url, locale } = usePlace()
  const [edited, setEdited] = useState<StudioView['edited']>({})

  const chosen = content.locales.find((one) => one.locale === locale) ?? content.locales[0]
  if (!chosen) throw new Error('A template has at least one locale')
  const fixtures = useMemo(() => fixtureChoices(studio, content.variables), [studio, content.variables])
  const fixture = fixtures.find(({ id }) => id === url.fixture) ?? (fixtures[0] as FixtureChoice)
  const data = edited[fixture.id]?.data ?? fixture.data
  const preview = usePreview({
    key: templateKey,
    kind: content.kind,
    locale: chosen.locale,
    source: chosen.source,
    variables: content.variables,
    data,
    stored: !mayWrite,
  })

  const value: StudioView = {
    source: chosen.source,
    fixtures,
    fixture,
    data,
    edited,
    edit: (id, text) =>
      setEdited(({ [id]: before, ...others }) => {
        if (text === null) return others
        const parsed = parseJsonObject(text)
        const last = before?.data ?? fixtures.find((one) => one.id === id)?.data ?? {}
        return { ...others, [id]: { text, data: parsed.ok ? parsed.value : last } }
      }),
    preview,
  }
  return <ViewContext value={value}>{children}</ViewContext>
}
