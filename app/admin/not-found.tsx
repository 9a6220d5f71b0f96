'use client'

import { Compass } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { Button } from '#app/_components/ui/button.tsx'
import { EmptyState } from '#app/_components/ui/empty-state.tsx'
import { navItemOf } from './_frame/nav.ts'

/** Nothing here: on to the list that it would stand in. */
export default function AdminNotFound() {
  const { href, label } = navItemOf(usePathname()) ?? { href: '/admin', label: 'Overview' }
  return (
    <EmptyState
      icon={Compass}
      level={1}
      title="There is nothing at this address"
      actions={
        <Button asChild>
          <Link href={href}>Go to {label}</Link>
        </Button>
      }
    >
      The link may be mistyped, or what it led to was erased or has passed its retention.
    </EmptyState>
  )
}
