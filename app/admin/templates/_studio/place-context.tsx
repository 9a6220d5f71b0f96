'use client'

import { useQueryStates } from 'nuqs'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { Place } from '#server/templates/problem.ts'
import { useStudio, useStudioState } from './studio-context.tsx'
import { type Panel, type StudioUrl, studioParsers } from './studio-url.ts'

export interface StudioPlace {
  url: StudioUrl
  setUrl: (next: Partial<{ [K in keyof StudioUrl]: StudioUrl[K] | null }>) => void
  /** The locale that is written and previewed. */
  locale: string
  /** What an editor should go to; a new object each time, and null once somebody does something else. */
  jump: { place: Place } | null
  /** Leads to a problem's place, in its locale. */
  goTo: (place: Place, locale?: string | null) => void
}

/** Where a place is, unless it is in what is written. */
const panelOf: Partial<Record<Place['field'], Panel>> = {
  variables: 'variables',
  fixture: 'fixtures',
  push: 'push',
}

const PlaceContext = createContext<StudioPlace | null>(null)

/** Where in the studio one is. Stays the same while somebody types, unlike what `useView` gives. */
export function usePlace(): StudioPlace {
  const value = useContext(PlaceContext)
  if (!value) throw new Error('usePlace wants a PlaceProvider above it')
  return value
}

/** Keeps panel, locale, fixture and view in the address. */
export function PlaceProvider({ children }: { children: ReactNode }) {
  const { fixtures } = useStudio().studio
  const [url, setQuery] = useQueryStates(studioParsers, { history: 'replace' })
  const [jump, setJump] = useState<StudioPlace['jump']>(null)
  // It is over with the next key or press: else an editor that appears later, of another locale, would take the focus.
  useEffect(() => {
    if (!jump) return
    const over = () => setJump(null)
    const options = { capture: true, once: true }
    window.addEventListener('keydown', over, options)
    window.addEventListener('pointerdown', over, options)
    return () => {
      window.removeEventListener('keydown', over, options)
      window.removeEventListener('pointerdown', over, options)
    }
  }, [jump])
  const locale = useStudioState(({ content: { locales } }) =>
    locales.some((one) => one.locale === url.locale) ? url.locale : locales[0]?.locale,
  )
  if (!locale) throw new Error('A template has at least one locale')

  const value = useMemo<StudioPlace>(
    () => ({
      url,
      setUrl: (next) => void setQuery(next),
      locale,
      jump,
      goTo(place, to) {
        const panel = panelOf[place.field] ?? 'write'
        const named = place.field === 'fixture' ? fixtures.find(({ name }) => name === place.name) : undefined
        void setQuery({ panel, ...(to ? { locale: to } : {}), ...(named ? { fixture: named.id } : {}) })
        setJump({ place })
      },
    }),
    [url, setQuery, locale, jump, fixtures],
  )
  return <PlaceContext value={value}>{children}</PlaceContext>
}
