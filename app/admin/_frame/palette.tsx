'use client'

import { Keyboard, LogOut, Monitor, Moon, Search, Sun } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTheme } from 'next-themes'
import { useState } from 'react'
import { type PaletteCommand, useRegisteredCommands } from '#app/_components/commands.ts'
import { ShortcutKeys } from '#app/_components/shortcut-keys.tsx'
import {
  Command,
  CommandDialog,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
} from '#app/_components/ui/command.tsx'
import { useMay } from '#app/_trpc/use-may.ts'
import { useNav } from './use-nav.ts'
import { useSignOut } from './use-sign-out.ts'

export interface PaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  onShowKeys: () => void
}

/** ⌘K: what this page offers, the pages, the theme, signing out; and what is typed can be searched for. */
export function Palette({ open, onOpenChange, onShowKeys }: PaletteProps) {
  const router = useRouter()
  const { setTheme } = useTheme()
  const signOut = useSignOut()
  const registered = useRegisteredCommands()
  const [typed, setTyped] = useState('')
  const pages = useNav().flatMap(({ items }) => items)
  const mayFind = useMay('users')

  const close = () => {
    onOpenChange(false)
    setTyped('')
  }
  const commands: PaletteCommand[] = [
    ...registered,
    ...pages.map((page) => ({
      ...page,
      id: page.href,
      group: 'Go to',
      run: () => router.push(page.href),
    })),
    { id: 'theme-light', label: 'Light theme', group: 'Theme', icon: Sun, run: () => setTheme('light') },
    { id: 'theme-dark', label: 'Dark theme', group: 'Theme', icon: Moon, run: () => setTheme('dark') },
    {
      id: 'theme-system',
      label: 'Theme as the system',
      group: 'Theme',
      icon: Monitor,
      run: () => setTheme('system'),
    },
    { id: 'keys', label: 'Keyboard shortcuts', group: 'Help', icon: Keyboard, keys: '?', run: onShowKeys },
    {
      id: 'sign-out',
      label: 'Sign out',
      group: 'Account',
      icon: LogOut,
      keywords: ['log out', 'leave'],
      run: () => void signOut(),
    },
  ]
  const groups = Map.groupBy(commands, ({ group }) => group ?? 'This page')
  const query = typed.trim()

  return (
    <CommandDialog
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      title="Go to a page or do something"
    >
      <Command label="Commands">
        <CommandInput
          autoFocus
          placeholder="Go to, do, or search for…"
          value={typed}
          onValueChange={setTyped}
        />
        <CommandList>
          {[...groups].map(([group, items]) => (
            <CommandGroup key={group} heading={group}>
              {items.map(({ id, label, icon: Icon, keywords = [], keys, run }) => (
                <CommandItem
                  key={id}
                  value={id}
                  keywords={[label, group, ...keywords]}
                  onSelect={() => {
                    close()
                    run()
                  }}
                >
                  {Icon ? <Icon aria-hidden /> : <span className="size-4" />}
                  <span className="min-w-0 flex-1 truncate">{label}</span>
                  {keys ? <ShortcutKeys keys={keys} /> : null}
                </CommandItem>
              ))}
            </CommandGroup>
          ))}
          {query ? (
            <CommandGroup forceMount heading="Search">
              <CommandItem
                forceMount
                value="search-notifications"
                onSelect={() => {
                  close()
                  router.push(`/admin/notifications?q=${encodeURIComponent(query)}`)
                }}
              >
                <Search aria-hidden />
                <span className="min-w-0 flex-1 truncate">Notifications with “{query}”</span>
              </CommandItem>
              {mayFind ? (
                <CommandItem
                  forceMount
                  value="search-users"
                  onSelect={() => {
                    close()
                    router.push(`/admin/users?q=${encodeURIComponent(query)}`)
                  }}
                >
                  <Search aria-hidden />
                  <span className="min-w-0 flex-1 truncate">Users with “{query}”</span>
                </CommandItem>
              ) : null}
            </CommandGroup>
          ) : null}
        </CommandList>
      </Command>
    </CommandDialog>
  )
}
