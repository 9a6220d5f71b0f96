'use client'

import type { LucideIcon } from 'lucide-react'
import { useEffect, useRef, useSyncExternalStore } from 'react'

export interface PaletteCommand {
  /** Stable and unique. */
  id: string
  /** “Send a test event”. */
  label: string
  /** Where it stands: `This page` unless said. */
  group?: string
  icon?: LucideIcon
  /** Other words under which it is found. */
  keywords?: readonly string[]
  /** The keys that do the same; only shown here, see `useShortcuts`. */
  keys?: string
  run: () => void
}

let registered: readonly PaletteCommand[] = []
const nothing: readonly PaletteCommand[] = []
const readers = new Set<() => void>()

function change(next: readonly PaletteCommand[]) {
  registered = next
  for (const read of readers) read()
}

/** Puts commands into the palette (⌘K) while the component is shown. `run` may change with every render. */
export function useCommands(commands: readonly PaletteCommand[]): void {
  const latest = useRef(commands)
  useEffect(() => {
    latest.current = commands
  })
  const ids = commands.map(({ id, label }) => `${id}\n${label}`).join('\n\n')
  useEffect(() => {
    const described = new Set(ids.split('\n\n'))
    const mine = latest.current
      .filter(({ id, label }) => described.has(`${id}\n${label}`))
      .map((command) => ({
        ...command,
        run: () => latest.current.find(({ id }) => id === command.id)?.run(),
      }))
    change([...registered, ...mine])
    return () => change(registered.filter((command) => !mine.includes(command)))
  }, [ids])
}

export function useRegisteredCommands(): readonly PaletteCommand[] {
  return useSyncExternalStore(
    (read) => {
      readers.add(read)
      return () => readers.delete(read)
    },
    () => registered,
    () => nothing,
  )
}
