'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { explainError, useTRPC } from '#app/_trpc/client.tsx'
import { fieldError } from '#app/_trpc/field-error.ts'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { roleName, roleSummary } from '../role-words.ts'

type Member = RouterOutputs['members']['me']['member']

/** Name, address and role. */
export function NameCard({ member }: { member: Member }) {
  const trpc = useTRPC()
  const router = useRouter()
  const client = useQueryClient()
  const [typed, setTyped] = useState<string | null>(null)
  const name = typed ?? member.name
  const rename = useMutation(
    trpc.members.rename.mutationOptions({
      onSuccess: async () => {
        await Promise.all([
          client.invalidateQueries({ queryKey: trpc.members.me.queryKey() }),
          client.invalidateQueries({ queryKey: trpc.team.pathKey() }),
        ])
        setTyped(null)
        // The frame shows the name, too; the server renders it.
        router.refresh()
        toast.success('Your name is changed')
      },
      onError: (error) => {
        if (explainError(error).issues.length === 0) toastFailure('Your name was not changed', error)
      },
    }),
  )
  return (
    <Card title="You">
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          rename.mutate({ name })
        }}
      >
        <Field label="Name" error={fieldError(rename.error, 'name')}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={200}
              autoComplete="name"
              onChange={({ target }) => {
                setTyped(target.value)
                rename.reset()
              }}
            />
          )}
        </Field>
        <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-2 text-sm">
          <dt className="text-muted">E-mail</dt>
          <dd className="break-words">{member.email}</dd>
          <dt className="text-muted">Role</dt>
          <dd>
            {roleName(member.role)}
            <span className="block text-muted text-xs">{roleSummary[member.role]}</span>
          </dd>
        </dl>
        <div>
          <Button
            type="submit"
            variant="primary"
            loading={rename.isPending}
            disabled={name.trim() === member.name}
          >
            Save
          </Button>
        </div>
      </form>
    </Card>
  )
}
