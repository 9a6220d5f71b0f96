'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { explainError, useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import { userName } from '../user-name.ts'
import { emptyUser, type TypedUser, UserFields } from './user-fields.tsx'

export interface AddUserDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  onAdded: (id: string) => void
}

/** Makes a user. What was typed stays until they are there. */
export function AddUserDialog({ open, onOpenChange, onAdded }: AddUserDialogProps) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const [typed, setTyped] = useState(emptyUser)
  const [welcome, setWelcome] = useState(false)
  const create = useMutation(
    trpc.users.create.mutationOptions({
      onSuccess: (user) => {
        toast.success(`${userName(user)} is a user now`)
        setTyped(emptyUser)
        setWelcome(false)
        onOpenChange(false)
        onAdded(user.id)
      },
      onError: (error) => {
        if (explainError(error).issues.length === 0) toastFailure('No user was added', error)
      },
      onSettled: () => client.invalidateQueries(trpc.users.list.queryFilter()),
    }),
  )
  const submit = () => {
    if (create.isPending) return
    create.mutate({ ...trimmed(typed), email_address: typed.email_address.trim(), notify: welcome })
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Add a user"
      description="A person who may receive something. Programs do the same by POST /v1/users."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" type="submit" form="add-user" loading={create.isPending}>
            Add user
          </Button>
        </>
      }
    >
      <form
        id="add-user"
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <UserFields
          typed={typed}
          onType={(change) => {
            setTyped({ ...typed, ...change })
            if (create.isError) create.reset()
          }}
          error={create.error}
        />
        <label className="flex items-start gap-2 text-sm">
          <input
            type="checkbox"
            checked={welcome}
            onChange={({ target }) => setWelcome(target.checked)}
            className="mt-0.5 size-4 accent-(--accent)"
          />
          <span>
            Send the welcome mail
            <span className="block text-muted text-xs">
              While the workflow of <code>user.created</code> is on, it goes out anyway.
            </span>
          </span>
        </label>
      </form>
    </Dialog>
  )
}

/** As the server takes them: what was left empty has no value. */
export function trimmed(typed: TypedUser) {
  const or = (text: string) => text.trim() || null
  return {
    name: or(typed.name),
    external_id: or(typed.external_id),
    phone_number: or(typed.phone_number),
    preferred_language: or(typed.preferred_language),
    timezone: or(typed.timezone),
  }
}
