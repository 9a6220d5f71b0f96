'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cn } from '#app/_components/ui/cn.ts'
import { useMay } from '#app/_trpc/use-may.ts'

const tabs = [
  { href: '/admin/settings', label: 'You', forAdmins: false },
  { href: '/admin/settings/team', label: 'Team', forAdmins: false },
  { href: '/admin/settings/categories', label: 'Categories', forAdmins: false },
  { href: '/admin/settings/api-keys', label: 'API keys', forAdmins: true },
] as const

/** The pages of the settings that the member may see. */
export function SettingsTabs() {
  const pathname = usePathname()
  const isAdmin = useMay('admin')
  return (
    <nav aria-label="Settings" className="overflow-x-auto border-b">
      <ul className="-mb-px flex gap-4">
        {tabs
          .filter(({ forAdmins }) => isAdmin || !forAdmins)
          .map(({ href, label }) => {
            const here = pathname === href
            return (
              <li key={href}>
                <Link
                  href={href}
                  {...(here ? { 'aria-current': 'page' as const } : {})}
                  className={cn(
                    'flex h-9 items-center whitespace-nowrap border-b-2 px-0.5 font-medium text-sm transition-colors duration-100 hover:text-ink focus-visible:-outline-offset-2',
                    here ? 'border-accent text-ink' : 'border-transparent text-muted',
                  )}
                >
                  {label}
                </Link>
              </li>
            )
          })}
      </ul>
    </nav>
  )
}
