'use client'

import { Maximize2 } from 'lucide-react'
import Link from 'next/link'
import { Button } from '#app/_components/ui/button.tsx'
import { Sheet } from '#app/_components/ui/sheet.tsx'
import { Tooltip } from '#app/_components/ui/tooltip.tsx'
import { userName } from '../user-name.ts'
import { UserFailure, UserSkeleton } from './states.tsx'
import { useUser } from './use-user.ts'
import { UserActions } from './user-actions.tsx'
import { UserDetail } from './user-detail.tsx'

/** One user beside the list, which stays in use: `j` and `k` walk on, Escape closes. */
export function UserPanel({ id, onClose }: { id: string | null; onClose: () => void }) {
  return id ? <OpenPanel id={id} onClose={onClose} /> : null
}

function OpenPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useUser(id)
  const { data, error } = query
  return (
    <Sheet
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      modal={false}
      title={data ? userName(data) : 'User'}
      actions={
        <>
          {data ? <UserActions user={data} onErased={onClose} /> : null}
          <Tooltip content="Open as a page">
            <Button asChild variant="ghost" size="icon">
              <Link href={`/admin/users/${id}`} aria-label="Open as a page">
                <Maximize2 aria-hidden />
              </Link>
            </Button>
          </Tooltip>
        </>
      }
    >
      <div className="p-5 max-md:p-4">
        {data ? (
          <UserDetail key={id} user={data} />
        ) : error ? (
          <UserFailure query={query} />
        ) : (
          <UserSkeleton />
        )}
      </div>
    </Sheet>
  )
}
