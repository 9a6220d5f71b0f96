'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type RefObject, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { FailureNotice } from '#app/_trpc/failure-notice.tsx'
import type { MemberRole } from '#server/db/schema/members.ts'
import { RoleChoice } from '../role-choice.tsx'
import { roleName } from '../role-words.ts'
import type { TeamMember } from './member-rows.tsx'

export interface RoleDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  returnFocus: RefObject<HTMLElement | null>
  member: TeamMember
  isSelf: boolean
}

/** Another role for a member, from the next request on. */
export function RoleDialog({ open, onOpenChange, returnFocus, member, isSelf }: RoleDialogProps) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const [chosen, setChosen] = useState<MemberRole | null>(null)
  const role = chosen ?? member.role
  const close = () => {
    setChosen(null)
    change.reset()
    onOpenChange(false)
  }
  const change = useMutation(
    trpc.team.changeRole.mutationOptions({
      onSuccess: async () => {
        await Promise.all([
          client.invalidateQueries({ queryKey: trpc.team.pathKey() }),
          client.invalidateQueries({ queryKey: trpc.members.me.queryKey() }),
        ])
        toast.success(`${isSelf ? 'You are' : `${member.name} is`} ${roleName(role).toLowerCase()} now`)
        close()
      },
    }),
  )
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      returnFocus={returnFocus}
      size="sm"
      title={isSelf ? 'Change your own role' : `Change the role of ${member.name}`}
      description={
        isSelf
          ? 'Without the role of an admin you can’t take it back yourself.'
          : 'It holds from the next click on; nobody has to sign in again.'
      }
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            variant="primary"
            loading={change.isPending}
            disabled={role === member.role}
            onClick={() => change.mutate({ id: member.id, role })}
          >
            Change
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <RoleChoice value={role} onValueChange={setChosen} />
        <FailureNotice title="The role was not changed" error={change.error} />
      </div>
    </Dialog>
  )
}
