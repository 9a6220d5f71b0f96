'use client'

import type { FormEvent } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { PasswordField } from '#app/_components/ui/password-field.tsx'
import { Explanation, useWait } from '#app/sign-in/problem.tsx'
import { useLinkForm } from '#app/sign-in/use-link-form.ts'

/** The new password; then the dashboard. */
export function ChooseForm({ token, email }: { token: string; email: string }) {
  const { pending, problem, errorOf, send } = useLinkForm('choose-password')
  const wait = useWait(problem)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (pending || wait > 0) return
    const password = String(new FormData(event.currentTarget).get('password'))
    // A full load: the pages are made anew, for this member.
    if (await send({ token, password })) window.location.assign('/admin')
  }
  return (
    <form method="post" onSubmit={submit} className="grid gap-4" noValidate>
      {problem ? (
        <Explanation
          problem={problem}
          wait={wait}
          refused={
            <Notice tone="red" title="This link is not valid any more">
              It was used meanwhile, or its hour is over. Ask for a new one.
            </Notice>
          }
        />
      ) : null}
      <Field label="E-mail">
        {(control) => (
          <Input {...control} readOnly value={email} autoComplete="username" className="h-10 bg-sunken" />
        )}
      </Field>
      <PasswordField
        label="New password"
        name="password"
        autoFocus
        autoComplete="new-password"
        minLength={8}
        hint="At least 8 characters. You are signed out everywhere else."
        error={errorOf('password')}
        className="h-10"
      />
      <Button type="submit" variant="primary" size="lg" loading={pending} disabled={wait > 0}>
        {wait > 0 ? `Wait ${wait} s` : 'Set the password'}
      </Button>
    </form>
  )
}
