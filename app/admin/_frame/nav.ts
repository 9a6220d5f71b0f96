import {
  Ban,
  ChartNoAxesColumn,
  Inbox,
  LayoutTemplate,
  type LucideIcon,
  MessageCircleQuestionMark,
  Send,
  Settings,
  Users,
  Webhook,
  Workflow,
} from 'lucide-react'

export type NavKey =
  | 'overview'
  | 'notifications'
  | 'inbox'
  | 'workflows'
  | 'templates'
  | 'users'
  | 'suppressions'
  | 'explain'
  | 'sources'
  | 'settings'

export interface NavItem {
  key: NavKey
  href: '/admin' | `/admin/${string}`
  label: string
  icon: LucideIcon
  /** Two strokes, one after the other. */
  keys: string
  /** What else one may look for it by. */
  keywords?: string[]
  /** The scope without which the page shows nothing. */
  scope?: 'users' | 'ingest'
}

/** The side bar, in groups: what happens, what should happen, how it runs. A page stands here when it works. */
export const navGroups: ReadonlyArray<{ label: string; items: readonly NavItem[] }> = [
  {
    label: 'What happens',
    items: [
      { key: 'overview', href: '/admin', label: 'Overview', icon: ChartNoAxesColumn, keys: 'g o' },
      { key: 'notifications', href: '/admin/notifications', label: 'Notifications', icon: Send, keys: 'g n' },
      { key: 'inbox', href: '/admin/inbox', label: 'Inbox', icon: Inbox, keys: 'g i' },
    ],
  },
  {
    label: 'What should happen',
    items: [
      { key: 'workflows', href: '/admin/workflows', label: 'Workflows', icon: Workflow, keys: 'g w' },
      { key: 'templates', href: '/admin/templates', label: 'Templates', icon: LayoutTemplate, keys: 'g t' },
      { key: 'users', href: '/admin/users', label: 'Users', icon: Users, keys: 'g u', scope: 'users' },
      {
        key: 'suppressions',
        href: '/admin/suppressions',
        label: 'Suppressions',
        icon: Ban,
        keys: 'g x',
      },
      {
        key: 'explain',
        href: '/admin/explain',
        label: 'Explain',
        icon: MessageCircleQuestionMark,
        keys: 'g e',
        keywords: ['event', 'why', 'would', 'try', 'quiet hours'],
        scope: 'ingest',
      },
    ],
  },
  {
    label: 'How it runs',
    items: [
      { key: 'sources', href: '/admin/sources', label: 'Sources', icon: Webhook, keys: 'g s' },
      { key: 'settings', href: '/admin/settings', label: 'Settings', icon: Settings, keys: 'g ,' },
    ],
  },
]

const navItems: readonly NavItem[] = navGroups.flatMap(({ items }) => items)

/** The side bar's item that a path belongs to. */
export function navItemOf(pathname: string): NavItem | undefined {
  return navItems.find(({ href }) =>
    href === '/admin' ? pathname === href : pathname === href || pathname.startsWith(`${href}/`),
  )
}
