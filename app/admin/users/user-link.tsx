'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { cn } from '#app/_components/ui/cn.ts'
import { useMay } from '#app/_trpc/use-may.ts'

interface UserLinkProps {
  id: string
  className?: string
  children: ReactNode
}

/** A user's name that leads to their page, for those whose role may see it. */
export function UserLink({ id, className, children }: UserLinkProps) {
  return useMay('users') ? (
    <Link
      href={`/admin/users/${id}`}
      className={cn('text-accent underline-offset-2 hover:underline', className)}
    >
      {children}
    </Link>
  ) : (
    <span className={className}>{children}</span>
  )
}
