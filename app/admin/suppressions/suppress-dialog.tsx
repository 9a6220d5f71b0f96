'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type RefObject, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { Textarea } from '#app/_components/ui/textarea.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { explainError, useTRPC } from '#app/_trpc/client.tsx'
import { fieldError } from '#app/_trpc/field-error.ts'
import { toastFailure } from '#app/_trpc/toast-failure.ts'

export interface SuppressDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  returnFocus: RefObject<HTMLElement | null>
}

/** Puts an address on the list by hand. What was typed stays until it is there. */
export function SuppressDialog({ open, onOpenChange, returnFocus }: SuppressDialogProps) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const [address, setAddress] = useState('')
  const [detail, setDetail] = useState('')
  const add = useMutation(
    trpc.suppressions.add.mutationOptions({
      onSuccess: () => {
        toast.success(`Nothing is sent to ${address.trim()} any more`)
        setAddress('')
        setDetail('')
        onOpenChange(false)
      },
      onError: (error) => {
        if (explainError(error).issues.length === 0) toastFailure('The address was not suppressed', error)
      },
      onSettled: () => client.invalidateQueries(trpc.suppressions.pathFilter()),
    }),
  )
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      returnFocus={returnFocus}
      size="sm"
      title="Suppress an address"
      description="Nothing is sent to it until it is taken off the list, whatever a workflow says."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" type="submit" form="suppress" loading={add.isPending}>
            Suppress
          </Button>
        </>
      }
    >
      <form
        id="suppress"
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (!add.isPending) add.mutate({ address, detail })
        }}
      >
        <Field label="E-mail address" error={fieldError(add.error, 'address')}>
          {(control) => (
            <Input
              {...control}
              type="email"
              autoComplete="off"
              value={address}
              onChange={(event) => {
                setAddress(event.target.value)
                if (add.isError) add.reset()
              }}
            />
          )}
        </Field>
        <Field label="Why" aside="optional" error={fieldError(add.error, 'detail')}>
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              maxLength={500}
              value={detail}
              onChange={(event) => setDetail(event.target.value.replace(/\p{Cc}+/gu, ' '))}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
