'use client'

import { Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { Button } from '#app/_components/ui/button.tsx'
import { Tooltip } from '#app/_components/ui/tooltip.tsx'

/** Light to dark and back. Both icons are there, because the server can't know which theme it is. */
export function ThemeToggle() {
  const { resolvedTheme, setTheme } = useTheme()
  return (
    <Tooltip content="Light or dark">
      <Button
        variant="ghost"
        size="icon"
        aria-label="Change between light and dark"
        onClick={() => setTheme(resolvedTheme === 'dark' ? 'light' : 'dark')}
        className="max-md:hidden"
      >
        <Moon aria-hidden className="dark:hidden" />
        <Sun aria-hidden className="hidden dark:block" />
      </Button>
    </Tooltip>
  )
}
