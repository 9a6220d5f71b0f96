'use client'

import type { FormEvent } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { PasswordField } from '#app/_components/ui/password-field.tsx'
import { Explanation, useWait } from '#app/sign-in/problem.tsx'
import { useLinkForm } from '#app/sign-in/use-link-form.ts'

/** Name and password of a new member; then the dashboard. */
export function JoinForm({ token, email }: { token: string; email: string }) {
  const { pending, problem, errorOf, send } = useLinkForm('accept-invitation')
  const wait = useWait(problem)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (pending || wait > 0) return
    const form = new FormData(event.currentTarget)
    const [name, password] = [String(form.get('name')), String(form.get('password'))]
    // A full load: the pages are made for this member.
    if (await send({ token, name, password })) window.location.assign('/admin')
  }
  return (
    <form method="post" onSubmit={submit} className="grid gap-4" noValidate>
      {problem ? (
        <Explanation
          problem={problem}
          wait={wait}
          refused={
            <Notice tone="red" title="This invitation is not valid any more">
              It was used, revoked or replaced meanwhile. Ask for a new one.
            </Notice>
          }
        />
      ) : null}
      <Field label="E-mail">
        {(control) => (
          <Input {...control} readOnly value={email} autoComplete="username" className="h-10 bg-sunken" />
        )}
      </Field>
      <Field label="Your name" error={errorOf('name')}>
        {(control) => (
          <Input {...control} name="name" autoFocus autoComplete="name" maxLength={200} className="h-10" />
        )}
      </Field>
      <PasswordField
        label="Password"
        name="password"
        autoComplete="new-password"
        minLength={8}
        hint="At least 8 characters."
        error={errorOf('password')}
        className="h-10"
      />
      <Button type="submit" variant="primary" size="lg" loading={pending} disabled={wait > 0}>
        {wait > 0 ? `Wait ${wait} s` : 'Join'}
      </Button>
    </form>
  )
}
