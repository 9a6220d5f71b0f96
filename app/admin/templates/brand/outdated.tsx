'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { ConfirmDialog } from '#app/_components/ui/confirm-dialog.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'

export interface OutdatedProps {
  /** Published templates with an older look. */
  count: number
  mayWrite: boolean
  onDone: () => Promise<void>
}

const templates = (count: number) => (count === 1 ? '1 published template' : `${count} published templates`)

/** That published templates have an older look, and the way to publish them again. */
export function Outdated({ count, mayWrite, onDone }: OutdatedProps) {
  const trpc = useTRPC()
  const republish = useMutation(trpc.brand.republish.mutationOptions())
  const [asks, setAsks] = useState(false)
  const failed = republish.data?.failed ?? []

  async function run() {
    try {
      const { published } = await republish.mutateAsync()
      toast.success(`${templates(published.length)} with the new look`)
      await onDone()
    } catch (error) {
      toastFailure('They were not published', error)
    } finally {
      setAsks(false)
    }
  }

  return (
    <>
      {count > 0 ? (
        <Notice
          title={`${templates(count)} still ${count === 1 ? 'has' : 'have'} the older look`}
          actions={
            mayWrite ? (
              <Button size="sm" onClick={() => setAsks(true)}>
                Publish {count === 1 ? 'it' : 'them'} again
              </Button>
            ) : null
          }
        >
          <p className="text-muted text-xs">
            Their texts stay as they are published; drafts are not touched.
          </p>
        </Notice>
      ) : null}
      {failed.length > 0 ? (
        <Notice tone="amber" title="These kept their look">
          <ul className="grid gap-0.5 text-xs">
            {failed.map(({ key, name, reason }) => (
              <li key={key}>
                <span className="font-medium">{name ?? key}</span>: {reason}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <ConfirmDialog
        open={asks}
        onOpenChange={setAsks}
        title={`Publish ${templates(count)} again?`}
        description="Each gets a next version with the texts it has now and the new look. Each can be rolled back."
        confirmLabel={`Publish ${count}`}
        pending={republish.isPending}
        onConfirm={() => void run()}
      />
    </>
  )
}
