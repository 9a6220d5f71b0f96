'use client'

import { useSyncExternalStore } from 'react'
import type { Panel } from './studio-url.ts'

/** `phone`: one part at a time; `narrow`: two beside each other; `wide`: three. As the layout's breakpoints. */
export type Room = 'phone' | 'narrow' | 'wide'

const WIDE = '(min-width: 80rem)'
const NARROW = '(min-width: 64rem)'

function subscribe(read: () => void): () => void {
  const queries = [WIDE, NARROW].map((query) => window.matchMedia(query))
  for (const query of queries) query.addEventListener('change', read)
  return () => {
    for (const query of queries) query.removeEventListener('change', read)
  }
}

const current = (): Room =>
  window.matchMedia(WIDE).matches ? 'wide' : window.matchMedia(NARROW).matches ? 'narrow' : 'phone'

/** How much of the studio is seen at once; before the browser is asked, all of it. */
export const useRoom = (): Room => useSyncExternalStore(subscribe, current, () => 'wide')

/** The part that an address shows: what stands beside anyway takes no place from the editor. */
export function shownPanel(panel: Panel, room: Room): Panel {
  if (panel === 'preview' || panel === 'checks') return room === 'phone' ? panel : 'write'
  if (panel === 'locales') return room === 'wide' ? 'write' : panel
  return panel
}
