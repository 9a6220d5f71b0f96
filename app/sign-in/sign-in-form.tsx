'use client'

import { type FormEvent, useRef, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { PasswordField } from '#app/_components/ui/password-field.tsx'
import { authClient } from '#app/_trpc/auth-client.ts'
import { Explanation, type Problem, problemOf, useWait } from './problem.tsx'

async function signIn(email: string, password: string): Promise<Problem | undefined> {
  let problem: Problem | undefined
  try {
    await authClient.signIn.email(
      { email, password },
      {
        onError: ({ response }) => {
          problem = response.status === 403 ? { kind: 'away' } : problemOf(response)
        },
      },
    )
  } catch {
    problem = { kind: 'away' }
  }
  return problem
}

/** `next` is a path on this origin. */
export function SignInForm({ next }: { next: string }) {
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const password = useRef<HTMLInputElement>(null)
  const wait = useWait(problem)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (pending || wait > 0) return
    const form = new FormData(event.currentTarget)
    setPending(true)
    const failed = await signIn(String(form.get('email')).trim(), String(form.get('password')))
    // A full load: the pages are made anew, for this member.
    if (!failed) return window.location.assign(next)
    setPending(false)
    setProblem(failed)
    if (failed.kind === 'refused') password.current?.select()
  }

  return (
    // `post` keeps the password out of the URL if it is sent before the script has loaded.
    <form method="post" onSubmit={submit} className="grid gap-4">
      {problem ? (
        <Explanation
          problem={problem}
          wait={wait}
          refused={
            <Notice tone="red" title="E-mail and password don't match">
              Check both for typing errors; upper and lower case matter in the password.
            </Notice>
          }
        />
      ) : null}
      <Field label="E-mail">
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            required
            autoFocus
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            inputMode="email"
            className="h-10"
          />
        )}
      </Field>
      <PasswordField
        ref={password}
        label="Password"
        name="password"
        autoComplete="current-password"
        className="h-10"
      />
      <Button
        type="submit"
        variant="primary"
        size="lg"
        loading={pending}
        disabled={wait > 0}
        className="mt-1"
      >
        {wait > 0 ? `Wait ${wait} s` : 'Sign in'}
      </Button>
    </form>
  )
}
