'use client'

import { createContext, useContext } from 'react'
import { useOrigin } from '#app/_components/use-origin.ts'

/** The address of this server as its configuration names it. */
export const AppUrl = createContext('')

/** `https://host`: on the server the configured one. */
export const useHost = (): string => useOrigin(useContext(AppUrl))
