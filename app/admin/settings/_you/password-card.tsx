'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { PasswordField } from '#app/_components/ui/password-field.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { explainError, useTRPC } from '#app/_trpc/client.tsx'
import { fieldError } from '#app/_trpc/field-error.ts'
import { toastFailure } from '#app/_trpc/toast-failure.ts'

const empty = { current: '', password: '' }

/** Another password, for those who know the one they have. */
export function PasswordCard() {
  const trpc = useTRPC()
  const client = useQueryClient()
  const [typed, setTyped] = useState(empty)
  const change = useMutation(
    trpc.members.changePassword.mutationOptions({
      onSuccess: () => {
        setTyped(empty)
        void client.invalidateQueries({ queryKey: trpc.members.sessions.queryKey() })
        toast.success('Your password is changed', { description: 'You are signed out everywhere else.' })
      },
      onError: (error) => {
        if (explainError(error).issues.length === 0) toastFailure('Your password was not changed', error)
      },
    }),
  )
  const type = (next: Partial<typeof empty>) => {
    setTyped({ ...typed, ...next })
    if (change.isError) change.reset()
  }
  return (
    <Card title="Password">
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate(typed)
        }}
      >
        <PasswordField
          label="Current password"
          autoComplete="current-password"
          value={typed.current}
          onValueChange={(current) => type({ current })}
          error={fieldError(change.error, 'current')}
        />
        <PasswordField
          label="New password"
          autoComplete="new-password"
          minLength={8}
          value={typed.password}
          onValueChange={(password) => type({ password })}
          hint="At least 8 characters. Every other session of yours ends."
          error={fieldError(change.error, 'password')}
        />
        <div>
          <Button
            type="submit"
            variant="primary"
            loading={change.isPending}
            disabled={typed.current === '' || typed.password === ''}
          >
            Change the password
          </Button>
        </div>
      </form>
    </Card>
  )
}
