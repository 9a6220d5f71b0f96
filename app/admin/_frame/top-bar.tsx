'use client'

import { Command, Menu } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { ShortcutKeys } from '#app/_components/shortcut-keys.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { type FrameMember, MemberMenu } from './member-menu.tsx'
import { navItemOf } from './nav.ts'
import { ThemeToggle } from './theme-toggle.tsx'
import { TopSearch } from './top-search.tsx'

export interface TopBarProps {
  member: FrameMember
  onMenu: () => void
  onPalette: () => void
}

/** Where one is, the search, and the tools. On a page of the side bar the title is the page's `h1`. */
export function TopBar({ member, onMenu, onPalette }: TopBarProps) {
  const pathname = usePathname()
  const item = navItemOf(pathname)
  return (
    <header className="sticky top-0 z-30 border-b bg-background">
      <div className="flex h-12 items-center gap-2 px-4 md:px-6">
        <Button variant="ghost" size="icon" aria-label="Menu" onClick={onMenu} className="-ml-2 md:hidden">
          <Menu aria-hidden />
        </Button>
        {item && item.href !== pathname ? (
          <Link
            href={item.href}
            className="min-w-0 truncate font-medium text-base text-muted hover:text-ink hover:underline"
          >
            {item.label}
          </Link>
        ) : (
          <Title shown={item?.label} />
        )}
        <div className="ml-auto flex min-w-0 items-center gap-1">
          <div className="mr-1 w-72 max-md:hidden lg:w-80">
            <TopSearch />
          </div>
          <Button onClick={onPalette} className="px-2 max-md:hidden">
            <span className="sr-only">Commands</span>
            <ShortcutKeys keys="mod+k" className="[&_kbd]:border-0 [&_kbd]:bg-transparent [&_kbd]:px-0" />
          </Button>
          <Button variant="ghost" size="icon" aria-label="Commands" onClick={onPalette} className="md:hidden">
            <Command aria-hidden />
          </Button>
          <ThemeToggle />
          <MemberMenu member={member} />
        </div>
      </div>
      {pathname === '/admin/notifications' ? (
        <div className="px-4 pb-2 md:hidden">
          <TopSearch />
        </div>
      ) : null}
    </header>
  )
}

/** An address that belongs to no page has its heading below, where it says so. */
function Title({ shown }: { shown: string | undefined }) {
  if (!shown) return <span />
  return <h1 className="min-w-0 truncate font-semibold text-base">{shown}</h1>
}
