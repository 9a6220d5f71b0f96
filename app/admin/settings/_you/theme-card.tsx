'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { useSyncExternalStore } from 'react'
import { Card } from '#app/_components/ui/card.tsx'
import { Segmented } from '#app/_components/ui/segmented.tsx'

const never = () => () => {}

const options = [
  { value: 'light', icon: Sun, words: 'Light' },
  { value: 'dark', icon: Moon, words: 'Dark' },
  { value: 'system', icon: Monitor, words: 'As the system' },
].map(({ value, icon: Icon, words }) => ({
  value,
  label: (
    <>
      <Icon aria-hidden />
      {words}
    </>
  ),
}))

/** The theme of this browser. */
export function ThemeCard() {
  const { theme, setTheme } = useTheme()
  // The server can't know what this browser remembers.
  const known = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  return (
    <Card title="Theme">
      <div className="grid gap-2">
        <Segmented
          label="Theme"
          value={known ? (theme ?? 'system') : ''}
          onValueChange={setTheme}
          options={options}
          className="justify-self-start"
        />
        <p className="text-muted text-xs">Kept in this browser, for whoever uses it.</p>
      </div>
    </Card>
  )
}
