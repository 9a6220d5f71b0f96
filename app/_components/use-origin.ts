'use client'

import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** `https://host`: by which the reader came here, since that one works for them; `onServer` until the browser has taken over. */
export function useOrigin(onServer = ''): string {
  return useSyncExternalStore(
    never,
    () => window.location.origin,
    () => onServer,
  )
}
