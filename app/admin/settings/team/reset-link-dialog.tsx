'use client'

import { useMutation } from '@tanstack/react-query'
import type { RefObject } from 'react'
import { CodeBlock } from '#app/_components/code-block.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { FailureNotice } from '#app/_trpc/failure-notice.tsx'
import type { TeamMember } from './member-rows.tsx'

export interface ResetLinkDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  returnFocus: RefObject<HTMLElement | null>
  member: TeamMember
}

/** A link by which a member who forgot the password chooses another one. */
export function ResetLinkDialog({ open, onOpenChange, returnFocus, member }: ResetLinkDialogProps) {
  const trpc = useTRPC()
  const make = useMutation(trpc.team.makeResetLink.mutationOptions())
  const close = () => {
    make.reset()
    onOpenChange(false)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      returnFocus={returnFocus}
      title={`A password link for ${member.name}`}
      description="Whoever opens it chooses a new password for this member. It works once, for an hour, and ends every session."
      footer={
        make.data ? (
          <Button variant="primary" onClick={close}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={close}>Cancel</Button>
            <Button variant="primary" loading={make.isPending} onClick={() => make.mutate({ id: member.id })}>
              Make the link
            </Button>
          </>
        )
      }
    >
      {make.data ? (
        <div className="grid gap-3">
          <CodeBlock label="Link" code={`${window.location.origin}${make.data.path}`} />
          <Notice tone="amber" title="Hand it over yourself">
            Send it to {member.name} by a way that you trust; who has the link has the account.
          </Notice>
        </div>
      ) : make.isError ? (
        <FailureNotice title="No link was made" error={make.error} />
      ) : (
        <p className="text-muted text-sm">
          For members who can’t sign in and get no mail. It is written to the audit log.
        </p>
      )}
    </Dialog>
  )
}
