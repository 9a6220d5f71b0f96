'use client'

import Link, { useLinkStatus } from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { Wordmark } from '#app/_components/brand.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { Spinner } from '#app/_components/ui/spinner.tsx'
import { type NavKey, navItemOf } from './nav.ts'
import { useNav } from './use-nav.ts'

/** Something at the right end of an item, where somebody must act: `<Badge tone="red">2</Badge>`. */
export type NavBadges = Partial<Record<NavKey, ReactNode>>

/** The pages. `onGo` is called with every click: a sheet closes then. */
export function SideBar({ badges = {}, onGo }: { badges?: NavBadges; onGo?: () => void }) {
  const current = navItemOf(usePathname())
  const groups = useNav()
  return (
    <div className="flex h-full flex-col">
      <Link
        href="/admin"
        aria-label="Posthorn: overview"
        onClick={() => onGo?.()}
        className="flex h-12 items-center px-4 focus-visible:-outline-offset-2"
      >
        <Wordmark />
      </Link>
      <nav aria-label="Main" className="grid gap-4 overflow-y-auto px-2 py-2">
        {groups.map((group) => (
          <ul key={group.label} aria-label={group.label} className="grid gap-px">
            {group.items.map(({ key, href, label, icon: Icon }) => {
              const here = current?.key === key
              return (
                <li key={key}>
                  <Link
                    href={href}
                    onClick={() => onGo?.()}
                    {...(here ? { 'aria-current': 'page' as const } : {})}
                    className={cn(
                      'flex h-8 items-center gap-2.5 rounded-md px-2 font-medium text-sm transition-colors duration-100 focus-visible:-outline-offset-2 max-md:h-10 max-md:text-base',
                      here ? 'bg-hover text-ink' : 'text-muted hover:bg-hover hover:text-ink',
                    )}
                  >
                    <Icon
                      aria-hidden
                      strokeWidth={1.75}
                      className={cn('size-4 shrink-0', here && 'text-accent')}
                    />
                    <span className="min-w-0 flex-1 truncate">{label}</span>
                    <AtTheEnd>{badges[key]}</AtTheEnd>
                  </Link>
                </li>
              )
            })}
          </ul>
        ))}
      </nav>
    </div>
  )
}

/** The badge; while the server is still making the page, that it comes. */
function AtTheEnd({ children }: { children: ReactNode }) {
  const { pending } = useLinkStatus()
  return pending ? <Spinner label="Loading" /> : children
}
