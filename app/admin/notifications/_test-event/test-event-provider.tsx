'use client'

import { Send } from 'lucide-react'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import { useCommands } from '#app/_components/commands.ts'
import { useMay } from '#app/_trpc/use-may.ts'
import { TestEventDialog } from './test-event-dialog.tsx'

const TestEvent = createContext<{ openTestEvent: (() => void) | null } | null>(null)

/** `openTestEvent()` opens *Send a test event* on any page of the dashboard; null for those who may not send one. */
export function useTestEvent() {
  const value = useContext(TestEvent)
  if (!value) throw new Error('useTestEvent wants a TestEventProvider above it')
  return value
}

/** Holds the one *Send a test event* dialog, and puts it into the palette. */
export function TestEventProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const may = useMay('ingest')
  const value = useMemo(() => ({ openTestEvent: may ? () => setOpen(true) : null }), [may])
  const command = {
    id: 'send-test-event',
    label: 'Send a test event',
    group: 'Do',
    icon: Send,
    keywords: ['try', 'new', 'notification'],
    run: () => setOpen(true),
  }
  useCommands(may ? [command] : [])
  return (
    <TestEvent value={value}>
      {children}
      <TestEventDialog open={open} onOpenChange={setOpen} />
    </TestEvent>
  )
}
