'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { useShortcuts } from '#app/_components/shortcuts.ts'
import { Sheet } from '#app/_components/ui/sheet.tsx'
import type { FrameMember } from './member-menu.tsx'
import { Palette } from './palette.tsx'
import { ShortcutHelp } from './shortcut-help.tsx'
import { type NavBadges, SideBar } from './side-bar.tsx'
import { TopBar } from './top-bar.tsx'
import { focusSearch } from './top-search.tsx'
import { useNav } from './use-nav.ts'

export interface FrameProps {
  member: FrameMember
  badges?: NavBadges
  children: ReactNode
}

/** What stands around every page of the dashboard: side bar, top bar, palette and keys. */
export function Frame({ member, badges = {}, children }: FrameProps) {
  const router = useRouter()
  const [menu, setMenu] = useState(false)
  const [palette, setPalette] = useState(false)
  const [help, setHelp] = useState(false)
  const pages = useNav().flatMap(({ items }) => items)

  useShortcuts([
    { keys: 'mod+k', label: 'Commands', group: 'Everywhere', run: () => setPalette((open) => !open) },
    {
      keys: '/',
      label: 'Search',
      group: 'Everywhere',
      run: () => {
        if (!focusSearch()) setPalette(true)
      },
    },
    { keys: '?', label: 'These shortcuts', group: 'Everywhere', run: () => setHelp(true) },
    ...pages.map(({ keys, label, href }) => ({
      keys,
      label: `Go to ${label}`,
      group: 'Everywhere',
      run: () => router.push(href),
    })),
  ])

  return (
    <>
      <nav aria-label="Skip">
        <a
          href="#content"
          className="sr-only z-50 rounded-md bg-accent px-3 py-2 font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        >
          Skip to the content
        </a>
      </nav>
      <div className="md:grid md:grid-cols-[13.5rem_minmax(0,1fr)]">
        <aside className="sticky top-0 h-dvh border-r bg-sunken max-md:hidden">
          <SideBar badges={badges} />
        </aside>
        <Sheet open={menu} onOpenChange={setMenu} title="Menu" side="left" size="sm" hideHeader>
          <SideBar badges={badges} onGo={() => setMenu(false)} />
        </Sheet>
        <div className="flex min-h-dvh min-w-0 flex-col">
          <TopBar member={member} onMenu={() => setMenu(true)} onPalette={() => setPalette(true)} />
          <main id="content" tabIndex={-1} className="min-w-0 flex-1 px-4 py-4 outline-none md:px-6 md:py-5">
            {children}
          </main>
        </div>
        <Palette open={palette} onOpenChange={setPalette} onShowKeys={() => setHelp(true)} />
        <ShortcutHelp open={help} onOpenChange={setHelp} />
      </div>
    </>
  )
}
