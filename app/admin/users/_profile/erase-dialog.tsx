'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type RefObject, useState } from 'react'
import { formatCount } from '#app/_components/number.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import { userName } from '../user-name.ts'
import type { User } from './use-user.ts'

export interface EraseDialogProps {
  user: User
  open: boolean
  onOpenChange: (open: boolean) => void
  returnFocus: RefObject<HTMLElement | null>
  onErased: () => void
}

/** Erases a person for good: says of how much, what stays, and wants the address typed. */
export function EraseDialog({ user, open, onOpenChange, returnFocus, onErased }: EraseDialogProps) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const [typed, setTyped] = useState('')
  const wanted = user.email ?? user.externalId ?? 'erase'
  const erase = useMutation(
    trpc.users.erase.mutationOptions({
      onSuccess: ({ erased }) => {
        toast.success(`${userName(user)} is erased`, {
          description: `${notifications(erased, false)} erased so far; what is left follows in the background.`,
        })
        onOpenChange(false)
        onErased()
        void client.invalidateQueries(trpc.users.list.queryFilter())
        void client.invalidateQueries(trpc.notifications.pathFilter())
      },
      onError: (error) => toastFailure('The user was not erased', error),
    }),
  )
  const { count, capped } = user.notifications
  const matches = typed.trim().toLowerCase() === wanted.toLowerCase()
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) setTyped('')
        onOpenChange(next)
      }}
      returnFocus={returnFocus}
      size="sm"
      title={`Erase ${userName(user)}?`}
      description="This can’t be undone."
      footer={
        <>
          <Button disabled={erase.isPending} onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button
            variant="danger"
            type="submit"
            form="erase-user"
            disabled={!matches}
            loading={erase.isPending}
          >
            Erase
          </Button>
        </>
      }
    >
      <form
        id="erase-user"
        className="grid gap-4 text-sm"
        onSubmit={(event) => {
          event.preventDefault()
          if (matches && !erase.isPending) erase.mutate({ id: user.id })
        }}
      >
        <ul className="grid list-disc gap-1.5 pl-4">
          <li>
            {user.devices.length > 0
              ? `The profile, the preferences and ${devices(user.devices.length)} go at once.`
              : 'The profile and the preferences go at once.'}
          </li>
          <li>
            {count > 0 ? (
              <>
                Of <strong>{notifications(count, capped)}</strong>, and of others that went to the address,
              </>
            ) : (
              'Of whatever went to the address,'
            )}{' '}
            payload, address, content and the words of providers go; what has not been sent is cancelled.
          </li>
          <li className="text-muted">
            What stays: their ids, times and statuses, so that counts stay true; the audit log, which names
            nobody; and a suppression of the address, which must still not be written to. Their rows in CSV
            files of users that were uploaded before are emptied, and bring nobody back.
          </li>
        </ul>
        <Field label={wanted === 'erase' ? 'Type “erase” to confirm' : `Type ${wanted} to confirm`}>
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}

const notifications = (count: number, capped: boolean) =>
  count === 1 ? '1 notification' : `${capped ? 'more than ' : ''}${formatCount(count)} notifications`
const devices = (count: number) => (count === 1 ? 'the push device' : `${count} push devices`)
