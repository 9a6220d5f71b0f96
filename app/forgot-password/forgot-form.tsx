'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { Explanation, useWait } from '#app/sign-in/problem.tsx'
import { useLinkForm } from '#app/sign-in/use-link-form.ts'

/** Asks for a link by mail. What is said afterwards is the same whoever has the address. */
export function ForgotForm() {
  const { pending, problem, errorOf, send } = useLinkForm('forgot-password')
  const [sent, setSent] = useState(false)
  const wait = useWait(problem)
  if (sent) {
    return (
      <Notice tone="green" title="Look into your mailbox">
        If a member has this address, a link is on its way. It works once, for an hour. Nothing there? Look
        among the unwanted mail, or ask an admin of the team for a link.
      </Notice>
    )
  }
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (pending || wait > 0) return
    const form = new FormData(event.currentTarget)
    setSent(await send({ email: String(form.get('email')).trim() }))
  }
  return (
    <form method="post" onSubmit={submit} className="grid gap-4" noValidate>
      {problem ? (
        <Explanation
          problem={problem}
          wait={wait}
          refused={<Notice tone="red" title="The link was not asked for" />}
        />
      ) : null}
      <Field label="E-mail" error={errorOf('email')}>
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            autoFocus
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            inputMode="email"
            className="h-10"
          />
        )}
      </Field>
      <Button type="submit" variant="primary" size="lg" loading={pending} disabled={wait > 0}>
        {wait > 0 ? `Wait ${wait} s` : 'Mail me a link'}
      </Button>
    </form>
  )
}
