'use client'

import { memo, type ReactNode } from 'react'

/** What a dialog shows, kept as it was while it fades out: its owner has emptied the form by then. */
export const Held = memo(
  ({ children }: { open: boolean; children: ReactNode }) => children,
  (_before, { open }) => !open,
)
Held.displayName = 'Held'
