'use client'

import Link from 'next/link'
import { useState } from 'react'
import { slugOf } from '#app/_components/slug.ts'
import { Button } from '#app/_components/ui/button.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { Sheet } from '#app/_components/ui/sheet.tsx'
import { FailureNotice } from '#app/_trpc/failure-notice.tsx'
import { fieldError } from '#app/_trpc/field-error.ts'
import type { SourceAuth } from '#server/db/schema/sources.ts'
import { AuthChoice } from '../_setup/auth-choice.tsx'
import { CopyLine } from '../_setup/copy-line.tsx'
import { SecretField } from '../_setup/secret-field.tsx'
import { Snippets } from '../_setup/snippets.tsx'
import { useHost } from '../use-host.ts'
import { useSourceChanges } from '../use-sources.ts'

interface CreateSheetProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** A new webhook source: its name and who may send; then its address and secret, ready to be used. */
export function CreateSheet({ open, onOpenChange }: CreateSheetProps) {
  const { create } = useSourceChanges()
  const [form, setForm] = useState<Form>(empty)
  const made = create.data && !create.isPending ? create.data : null
  return (
    <Sheet
      open={open || made !== null}
      onOpenChange={(next) => {
        // What was typed stays when it is closed by accident; what was made is done.
        if (!next && made) {
          setForm(empty)
          create.reset()
        }
        onOpenChange(next)
      }}
      title={made ? 'Ready to receive' : 'New webhook source'}
      size="md"
    >
      {made ? (
        <Made source={made} auth={form.auth} />
      ) : (
        <CreateForm
          form={form}
          onChange={setForm}
          create={create}
          // Gone from the address: who comes back from the source’s page finds the list, not another form.
          onMade={() => onOpenChange(false)}
        />
      )}
    </Sheet>
  )
}

interface Form {
  name: string
  /** Null: follows the name. */
  key: string | null
  auth: SourceAuth
  secret: string
}
const empty: Form = { name: '', key: null, auth: 'signature', secret: '' }

interface CreateFormProps {
  form: Form
  onChange: (form: Form) => void
  create: ReturnType<typeof useSourceChanges>['create']
  onMade: () => void
}

function CreateForm({ form, onChange, create, onMade }: CreateFormProps) {
  const host = useHost()
  const key = form.key ?? slugOf(form.name)
  const wrong = (path: string) => fieldError(create.error, path)
  const change = (part: Partial<Form>) => {
    if (create.isError) create.reset()
    onChange({ ...form, ...part })
  }
  return (
    <form
      className="grid gap-5 p-5 max-md:p-4"
      onSubmit={(event) => {
        event.preventDefault()
        const secret = form.auth === 'signature' ? form.secret.trim() : ''
        create.mutate(
          { name: form.name, key, auth: form.auth, ...(secret && { secret }) },
          { onSuccess: onMade },
        )
      }}
    >
      <Field label="Name" hint="Who sends: the shop, the payment provider." error={wrong('name')}>
        {(control) => (
          <Input
            {...control}
            value={form.name}
            maxLength={80}
            autoComplete="off"
            placeholder="Web shop"
            onChange={({ target }) => change({ name: target.value })}
          />
        )}
      </Field>
      <Field
        label="Address"
        hint={
          <>
            <span className="break-all">
              {host}/webhook/{key || '…'}
            </span>{' '}
            –{' '}
            {key || form.name.trim() === ''
              ? 'it can’t be changed later.'
              : 'write its end: small letters a to z, digits and dashes.'}
          </>
        }
        error={wrong('key')}
      >
        {(control) => (
          <div className="flex items-center gap-1.5">
            <span className="shrink-0 text-muted text-sm">/webhook/</span>
            <Input
              {...control}
              value={key}
              maxLength={60}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              className="font-mono text-xs"
              onChange={({ target }) => change({ key: target.value })}
              // Emptied and left, it follows the name again; not before, or nobody could empty it.
              onBlur={({ target }) => target.value === '' && change({ key: null })}
            />
          </div>
        )}
      </Field>
      <AuthChoice value={form.auth} onValueChange={(auth) => change({ auth })} />
      {form.auth === 'signature' ? (
        <SecretField
          value={form.secret}
          onValueChange={(secret) => change({ secret })}
          error={wrong('secret')}
        />
      ) : null}
      <FailureNotice fields title="The source was not created" error={create.error} />
      <Button
        type="submit"
        variant="primary"
        loading={create.isPending}
        disabled={form.name.trim() === '' || key === ''}
        className="justify-self-end"
      >
        Create source
      </Button>
    </form>
  )
}

interface MadeProps {
  source: { key: string; secret: string | null }
  auth: SourceAuth
}

function Made({ source: { key, secret }, auth }: MadeProps) {
  const address = `${useHost()}/webhook/${key}`
  return (
    <div className="grid gap-5 p-5 max-md:p-4">
      <p className="text-muted text-sm">
        Give the sender this address{secret ? ' and this secret' : ''}. What comes is kept and planned at
        once; its source page shows each event, and what was refused and why.
      </p>
      <CopyLine label="Address" value={address} />
      {secret ? <CopyLine label="Secret" value={secret} /> : null}
      <Snippets auth={auth} address={address} secret={secret} />
      <div className="flex justify-end">
        <Button asChild variant="primary">
          <Link href={`/admin/sources/${key}`}>Open the source</Link>
        </Button>
      </div>
    </div>
  )
}
