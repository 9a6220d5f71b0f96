'use client'

import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { authClient } from '#app/_trpc/auth-client.ts'

type Problem = { kind: 'refused' | 'away' } | { kind: 'throttled'; until: number }

const fallbackWaitS = 60

function waitOf(response: Response): number {
  const seconds = Number(response.headers.get('X-Retry-After') ?? response.headers.get('Retry-After'))
  return Date.now() + (seconds > 0 ? seconds : fallbackWaitS) * 1000
}

async function signIn(email: string, password: string): Promise<Problem | undefined> {
  let problem: Problem | undefined
  try {
    await authClient.signIn.email(
      { email, password },
      {
        onError: ({ response }) => {
          if (response.status === 429) problem = { kind: 'throttled', until: waitOf(response) }
          else problem = { kind: response.status === 401 || response.status === 400 ? 'refused' : 'away' }
        },
      },
    )
  } catch {
    problem = { kind: 'away' }
  }
  return problem
}

/** Seconds until `until`, counted down; 0 when it has passed. */
function useSecondsUntil(until: number | undefined): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (until === undefined) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [until])
  return until === undefined ? 0 : Math.max(0, Math.ceil((until - now) / 1000))
}

/** `next` is a path on this origin. */
export function SignInForm({ next }: { next: string }) {
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const [shown, setShown] = useState(false)
  const password = useRef<HTMLInputElement>(null)
  const wait = useSecondsUntil(problem?.kind === 'throttled' ? problem.until : undefined)

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
      {problem ? <Explanation problem={problem} wait={wait} /> : null}
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
      <Field
        label="Password"
        aside={
          <button
            type="button"
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
            className="-my-1 rounded-sm px-1 py-1 text-muted hover:text-ink"
          >
            {shown ? 'Hide' : 'Show'}
            <span className="sr-only"> password</span>
          </button>
        }
      >
        {(control) => (
          <Input
            {...control}
            ref={password}
            name="password"
            type={shown ? 'text' : 'password'}
            required
            autoComplete="current-password"
            autoCapitalize="none"
            spellCheck={false}
            className="h-10"
          />
        )}
      </Field>
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

function Explanation({ problem, wait }: { problem: Problem; wait: number }) {
  if (problem.kind === 'refused') {
    return (
      <Notice tone="red" title="E-mail and password don't match">
        Check both for typing errors; upper and lower case matter in the password.
      </Notice>
    )
  }
  if (problem.kind === 'throttled') {
    return (
      <Notice tone="amber" title="Too many tries">
        {wait > 0
          ? 'Signing in is paused for this address, to keep guessers out. The button counts the seconds.'
          : 'You can try again now.'}
      </Notice>
    )
  }
  return (
    <Notice tone="red" title="The server could not answer">
      Nothing is wrong with what you typed. See that Posthorn and its database are running, then try again.
    </Notice>
  )
}
