'use client'

import { useMay } from '#app/_trpc/use-may.ts'
import { navGroups } from './nav.ts'

/** The side bar's groups, with the pages that the member's role shows something of. */
export function useNav(): typeof navGroups {
  const may = { users: useMay('users'), ingest: useMay('ingest') }
  return navGroups.map(({ label, items }) => ({
    label,
    items: items.filter(({ scope }) => scope === undefined || may[scope]),
  }))
}
