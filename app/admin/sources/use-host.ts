'use client'

import { createContext, useContext, useSyncExternalStore } from 'react'

/** The address of this server as its configuration names it. */
export const AppUrl = createContext('')

const never = () => () => {}

/** `https://host`: by which the reader came here, since that one works for them; on the server the configured one. */
export function useHost(): string {
  const configured = useContext(AppUrl)
  return useSyncExternalStore(
    never,
    () => window.location.origin,
    () => configured,
  )
}
