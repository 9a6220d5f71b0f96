'use client'

import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** The address that the reader came by, which is one that works for them; empty until the browser has taken over. */
export function useOrigin(): string {
  return useSyncExternalStore(
    never,
    () => window.location.origin,
    () => '',
  )
}
