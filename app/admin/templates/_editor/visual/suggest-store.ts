import type { LucideIcon } from 'lucide-react'

/** A line of the menu that opens while one types. */
export interface Suggested {
  id: string
  title: string
  note: string | null
  icon: LucideIcon | null
  run: () => void
}

export interface OpenMenu {
  /** Where the menu is drawn: it follows the cursor. */
  element: HTMLElement
  /** For screen readers: “Blocks”, “Variables”. */
  label: string
  items: readonly Suggested[]
  selected: number
}

/** The one menu that can be open, outside of React, since the editor's plugins open it. */
export interface SuggestStore {
  get: () => OpenMenu | null
  set: (menu: OpenMenu | null) => void
  subscribe: (listener: () => void) => () => void
}

export function createSuggestStore(): SuggestStore {
  let menu: OpenMenu | null = null
  const listeners = new Set<() => void>()
  return {
    get: () => menu,
    set: (next) => {
      menu = next
      for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
