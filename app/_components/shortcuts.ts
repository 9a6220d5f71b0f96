'use client'

import { useEffect, useRef, useSyncExternalStore } from 'react'

export interface Shortcut {
  /** `/`, `?`, `j`, `g n` (one after the other), `mod+k` (⌘ on a Mac, Ctrl elsewhere), `Escape`. */
  keys: string
  /** What it does, for the help page: “Go to Notifications”. */
  label: string
  group?: string
  run: (event: KeyboardEvent) => void
}

const sequenceMs = 1200
let active: readonly Shortcut[] = []
const readers = new Set<() => void>()
let pending = ''
let pendingSince = 0

function change(next: readonly Shortcut[]) {
  if (active.length === 0 && next.length > 0) document.addEventListener('keydown', onKeyDown)
  if (active.length > 0 && next.length === 0) document.removeEventListener('keydown', onKeyDown)
  active = next
  for (const read of readers) read()
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true
  if (target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)
}

/** While a modal dialog, a menu or a popover is open, the keys belong to it. */
const isBusy = () =>
  document.querySelector(
    '[data-modal][data-state=open], [role=menu][data-state=open], [data-radix-popper-content-wrapper] [role=dialog]',
  ) !== null

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing || event.altKey) return
  const mod = event.metaKey || event.ctrlKey
  if (!mod && (isTyping(event.target) || isBusy())) return
  const key = mod ? `mod+${event.key.toLowerCase()}` : event.key
  const sequence = pending && event.timeStamp - pendingSince < sequenceMs ? `${pending} ${key}` : key
  // The one that was registered last wins: a panel's keys come before its page's.
  const found =
    active.findLast((shortcut) => shortcut.keys === sequence) ??
    active.findLast((shortcut) => shortcut.keys === key)
  pending = ''
  if (found) {
    event.preventDefault()
    found.run(event)
  } else if (active.some((shortcut) => shortcut.keys.startsWith(`${key} `))) {
    pending = key
    pendingSince = event.timeStamp
  }
}

/**
 * Keys that work while the component is shown, except while somebody types or a dialog is open.
 * `run` may change with every render; keys and labels should not.
 */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
  })
  const described = JSON.stringify(shortcuts.map(({ keys, label, group }) => ({ keys, label, group })))
  useEffect(() => {
    const mine = (JSON.parse(described) as Omit<Shortcut, 'run'>[]).map((shortcut, at) => ({
      ...shortcut,
      run: (event: KeyboardEvent) => latest.current[at]?.run(event),
    }))
    change([...active, ...mine])
    return () => change(active.filter((shortcut) => !mine.includes(shortcut)))
  }, [described])
}

const nothing: readonly Shortcut[] = []

/** All that work now, for the help page. */
export function useActiveShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    (read) => {
      readers.add(read)
      return () => readers.delete(read)
    },
    () => active,
    () => nothing,
  )
}
