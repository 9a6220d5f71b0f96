'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleAlert } from 'lucide-react'
import { useId, useState } from 'react'
import { CodeBlock } from '#app/_components/code-block.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { FailureNotice } from '#app/_trpc/failure-notice.tsx'
import { fieldError } from '#app/_trpc/field-error.ts'
import { keyScope } from '#server/api-keys/schemas.ts'
import type { Scope } from '#server/db/schema/access.ts'
import { firstCall } from './first-call.ts'
import { scopeWords } from './scope-words.ts'

interface Typed {
  name: string
  scopes: Scope[]
  rateLimit: string
}

const empty: Typed = { name: '', scopes: ['ingest'], rateLimit: '' }

/** Name, scopes and limit of a new key; then the key, once. */
export function CreateKeyDialog({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const [typed, setTyped] = useState(empty)
  const create = useMutation(
    trpc.apiKeys.create.mutationOptions({
      onSuccess: () => void client.invalidateQueries({ queryKey: trpc.apiKeys.list.queryKey() }),
    }),
  )
  const close = () => {
    // The key that is on its way is shown only once: it must find somebody who looks.
    if (create.isPending) return
    if (create.isSuccess) setTyped(empty)
    create.reset()
    onOpenChange(false)
  }
  const type = (next: Partial<Typed>) => {
    setTyped({ ...typed, ...next })
    if (create.isError) create.reset()
  }
  const submit = () => {
    const { name, scopes, rateLimit } = typed
    create.mutate({ name, scopes, rateLimit: rateLimit.trim() === '' ? null : Number(rateLimit) })
  }
  const made = create.data
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      title={made ? `The key “${made.name}”` : 'Create an API key'}
      description={
        made
          ? 'Put it where the program finds it, now.'
          : 'One for each program, with no more scopes than it needs.'
      }
      footer={
        made ? (
          <Button variant="primary" onClick={close}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={close} disabled={create.isPending}>
              Cancel
            </Button>
            <Button variant="primary" type="submit" form="create-key" loading={create.isPending}>
              Create
            </Button>
          </>
        )
      }
    >
      {made ? (
        <div className="grid gap-3">
          <CodeBlock label="Key" code={made.key} />
          <Notice tone="amber" title="It is shown only now">
            Only its hash is kept. A key that is lost is revoked and made anew.
          </Notice>
          <CodeBlock label="Try it" code={firstCall(window.location.origin, made.key, typed.scopes)} />
        </div>
      ) : (
        <form
          id="create-key"
          noValidate
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            submit()
          }}
        >
          <Field label="Name" hint="The program that will use it." error={fieldError(create.error, 'name')}>
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                maxLength={80}
                placeholder="shop"
                value={typed.name}
                onChange={({ target }) => type({ name: target.value })}
              />
            )}
          </Field>
          <Scopes
            value={typed.scopes}
            onValueChange={(scopes) => type({ scopes })}
            error={fieldError(create.error, 'scopes')}
          />
          <Field
            label="Requests per minute"
            aside="optional"
            hint="Beyond it: 429 and when to come back. Empty: no limit."
            error={fieldError(create.error, 'rateLimit')}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                autoComplete="off"
                className="max-w-40"
                value={typed.rateLimit}
                onChange={({ target }) => type({ rateLimit: target.value })}
              />
            )}
          </Field>
          <FailureNotice fields title="No key was created" error={create.error} />
        </form>
      )}
    </Dialog>
  )
}

interface ScopesProps {
  value: readonly Scope[]
  onValueChange: (scopes: Scope[]) => void
  error: string | undefined
}

function Scopes({ value, onValueChange, error }: ScopesProps) {
  const id = useId()
  return (
    <fieldset className="grid gap-1" {...(error ? { 'aria-describedby': `${id}-error` } : {})}>
      <legend className="mb-1.5 font-medium text-ink text-sm">Scopes</legend>
      {keyScope.options.map((scope) => (
        <label
          key={scope}
          htmlFor={`${id}-${scope}`}
          className="flex cursor-pointer items-start gap-2.5 rounded-md px-2 py-1.5 hover:bg-hover"
        >
          <input
            type="checkbox"
            id={`${id}-${scope}`}
            checked={value.includes(scope)}
            onChange={({ target }) =>
              onValueChange(target.checked ? [...value, scope] : value.filter((one) => one !== scope))
            }
            className="mt-0.5 size-4 shrink-0 accent-accent"
          />
          <span className="grid">
            <code className="text-xs leading-5">{scope}</code>
            <span className="text-muted text-xs">{scopeWords[scope]}</span>
          </span>
        </label>
      ))}
      {error ? (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-red text-xs">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {error}
        </p>
      ) : null}
    </fieldset>
  )
}
