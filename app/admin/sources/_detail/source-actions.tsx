'use client'

import { Ellipsis, Power, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { formatCount } from '#app/_components/number.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { ConfirmDialog } from '#app/_components/ui/confirm-dialog.tsx'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#app/_components/ui/dropdown-menu.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { useSourceChanges } from '../use-sources.ts'

type Source = RouterOutputs['sources']['get']

/** Switch the source off or on, or delete it; asked before. */
export function SourceActions({ source }: { source: Source }) {
  const router = useRouter()
  const { update, remove } = useSourceChanges()
  const [asked, setAsked] = useState<'off' | 'delete' | null>(null)
  const menu = useRef<HTMLButtonElement>(null)
  const { key, name, enabled, traffic } = source
  const came = traffic.reduce((sum, { accepted }) => sum + accepted, 0)
  const events = came === 1 ? '1 event came' : `${formatCount(came)} events came`
  const switchTo = (next: boolean) =>
    update.mutate({ key, enabled: next }, { onSettled: () => setAsked(null) })
  return (
    <>
      {enabled ? null : (
        <Button variant="primary" loading={update.isPending} onClick={() => switchTo(true)}>
          <Power aria-hidden />
          Switch on
        </Button>
      )}
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button ref={menu} size="icon" aria-label="More">
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          {enabled ? (
            <DropdownMenuItem onSelect={() => setAsked('off')}>
              <Power aria-hidden />
              Switch off…
            </DropdownMenuItem>
          ) : null}
          <DropdownMenuItem danger onSelect={() => setAsked('delete')}>
            <Trash2 aria-hidden />
            Delete…
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => {
          if (!open) setAsked(null)
        }}
        danger
        returnFocus={menu}
        title={asked === 'delete' ? `Delete “${name}”?` : `Switch “${name}” off?`}
        description={
          asked === 'delete'
            ? `${events} in the last 24 hours; from now on its address answers 404. Its secrets and counts go, its notifications stay. It can’t be undone.`
            : `${events} in the last 24 hours; until it is switched on again its address answers 404, and nothing is kept.`
        }
        confirmLabel={asked === 'delete' ? 'Delete' : 'Switch off'}
        pending={update.isPending || remove.isPending || remove.isSuccess}
        onConfirm={() => {
          if (asked === 'off') switchTo(false)
          else {
            remove.mutate(
              { key },
              {
                onSuccess: () => {
                  toast.success(`“${name}” is deleted`)
                  // Back must not lead to what is gone.
                  router.replace('/admin/sources')
                },
                onError: () => setAsked(null),
              },
            )
          }
        }}
      />
    </>
  )
}
