'use client'

import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { Button } from '#app/_components/ui/button.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { useMay } from '#app/_trpc/use-may.ts'
import { UserLink } from '../../users/user-link.tsx'
import { userName } from '../../users/user-name.ts'

/** That only one user's are shown: who it is, for those who may know. It is set on the user's page. */
export function UserFilter({ id, onClear }: { id: string; onClear: () => void }) {
  const trpc = useTRPC()
  const mayKnow = useMay('users')
  const user = useQuery(
    trpc.users.get.queryOptions({ id }, { enabled: mayKnow, placeholderData: () => undefined }),
  )
  const name = user.data ? userName(user.data) : id.slice(0, 8)
  return (
    <div className="inline-flex h-8 items-center rounded-md border border-accent bg-accent-soft pl-2.5 text-muted text-sm">
      User{' '}
      <UserLink id={id} className="ml-1 max-w-48 truncate font-medium text-ink">
        {name}
      </UserLink>
      <Button variant="ghost" size="icon-sm" aria-label="Clear filter User" onClick={onClear}>
        <X aria-hidden />
      </Button>
    </div>
  )
}
