'use client'

import { useSyncExternalStore } from 'react'
import { Kbd } from './ui/kbd.tsx'

const names: Record<string, string> = { Escape: 'Esc', Enter: '↵' }

function shown(keys: string, mac: boolean): string {
  return keys
    .split(' ')
    .map((key) => {
      if (key.startsWith('mod+')) return `${mac ? '⌘' : 'Ctrl+'}${key.slice(4).toUpperCase()}`
      return names[key] ?? key
    })
    .join(' ')
}

const never = () => () => {}

/** The keys of a shortcut as this machine's keyboard names them. */
export function ShortcutKeys({ keys, className }: { keys: string; className?: string }) {
  const mac = useSyncExternalStore(
    never,
    () => /mac|iphone|ipad/i.test(navigator.userAgent),
    () => false,
  )
  return <Kbd keys={shown(keys, mac)} {...(className ? { className } : {})} />
}
