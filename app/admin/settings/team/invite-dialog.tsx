'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { CodeBlock } from '#app/_components/code-block.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { FailureNotice } from '#app/_trpc/failure-notice.tsx'
import { fieldError } from '#app/_trpc/field-error.ts'
import type { InvitationInput } from '#server/members/schemas.ts'
import { RoleChoice } from '../role-choice.tsx'

const empty: InvitationInput = { email: '', role: 'viewer' }

/** Invites somebody by address and role, then shows the link. */
export function InviteDialog({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const trpc = useTRPC()
  const client = useQueryClient()
  // What was typed stays when the dialog is closed by mistake.
  const [typed, setTyped] = useState(empty)
  const invite = useMutation(
    trpc.team.invite.mutationOptions({
      onSuccess: () => void client.invalidateQueries({ queryKey: trpc.team.pathKey() }),
    }),
  )
  const close = () => {
    if (invite.isSuccess) setTyped(empty)
    invite.reset()
    onOpenChange(false)
  }
  const type = (next: Partial<InvitationInput>) => {
    setTyped({ ...typed, ...next })
    if (invite.isError) invite.reset()
  }
  const made = invite.data
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      title={made ? `${typed.email} is invited` : 'Invite somebody'}
      description={
        made
          ? 'The link works once, for seven days. It can be copied again from the list of invitations.'
          : 'They get a link by which they choose a name and a password.'
      }
      footer={
        made ? (
          <Button variant="primary" onClick={close}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={close}>Cancel</Button>
            <Button
              variant="primary"
              type="submit"
              form="invite"
              loading={invite.isPending}
              disabled={typed.email.trim() === ''}
            >
              Invite
            </Button>
          </>
        )
      }
    >
      {made ? (
        <div className="grid gap-3">
          <CodeBlock label="Link" code={`${window.location.origin}${made.path}`} />
          {made.mailed ? (
            <Notice tone="green" title="The link is on its way by mail" />
          ) : (
            <Notice tone="amber" title="Send them the link yourself">
              No mail server is configured, so nothing was mailed.
            </Notice>
          )}
        </div>
      ) : (
        <form
          id="invite"
          noValidate
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            invite.mutate(typed)
          }}
        >
          <Field label="E-mail" error={fieldError(invite.error, 'email')}>
            {(control) => (
              <Input
                {...control}
                type="email"
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                value={typed.email}
                onChange={({ target }) => type({ email: target.value })}
              />
            )}
          </Field>
          <RoleChoice value={typed.role} onValueChange={(role) => type({ role })} />
          <FailureNotice fields title="Nobody was invited" error={invite.error} />
        </form>
      )}
    </Dialog>
  )
}
