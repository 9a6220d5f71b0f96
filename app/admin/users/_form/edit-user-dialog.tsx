'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { explainError, useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import type { User } from '../_profile/use-user.ts'
import { userName } from '../user-name.ts'
import { trimmed } from './add-user-dialog.tsx'
import { type TypedUser, UserFields } from './user-fields.tsx'

export interface EditUserDialogProps {
  user: User
  open: boolean
  onOpenChange: (open: boolean) => void
}

const typedOf = (user: User): TypedUser => ({
  email_address: user.email ?? '',
  name: user.name ?? '',
  external_id: user.externalId ?? '',
  phone_number: user.phone ?? '',
  preferred_language: user.language ?? '',
  timezone: user.timezone ?? '',
})

/** Changes a user: only what was changed here is sent, so that nobody else's change is undone by it. */
export function EditUserDialog({ user, open, onOpenChange }: EditUserDialogProps) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const [changed, setChanged] = useState<Partial<TypedUser>>({})
  const was = typedOf(user)
  const typed = { ...was, ...changed }
  const update = useMutation(
    trpc.users.update.mutationOptions({
      onSuccess: (after) => {
        toast.success(`${userName(after)} is changed`)
        setChanged({})
        onOpenChange(false)
      },
      onError: (error) => {
        if (explainError(error).issues.length === 0) toastFailure('The user was not changed', error)
      },
      onSettled: () =>
        Promise.all([
          client.invalidateQueries(trpc.users.list.queryFilter()),
          client.invalidateQueries(trpc.users.get.queryFilter({ id: user.id })),
        ]),
    }),
  )
  const submit = () => {
    if (update.isPending) return
    const { email_address, ...others } = { email_address: typed.email_address.trim(), ...trimmed(typed) }
    const before = trimmed(was)
    const different = Object.entries(others).filter(
      ([field, value]) => before[field as keyof typeof before] !== value,
    )
    const changes = Object.fromEntries(different)
    const mail = email_address === was.email_address ? {} : { email_address }
    if (different.length === 0 && !('email_address' in mail)) onOpenChange(false)
    else update.mutate({ user_id: user.id, ...mail, ...changes })
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Edit ${userName(user)}`}
      description="What waits goes to a new address, unless its event names the former one; its language stays."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" type="submit" form="edit-user" loading={update.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form
        id="edit-user"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <UserFields
          typed={typed}
          onType={(change) => {
            setChanged({ ...changed, ...change })
            if (update.isError) update.reset()
          }}
          error={update.error}
        />
      </form>
    </Dialog>
  )
}
