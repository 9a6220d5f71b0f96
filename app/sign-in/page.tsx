import type { Metadata } from 'next'
import { headers } from 'next/headers'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { memberOf } from '#server/members/current-member.ts'
import { EntryCard } from './entry-card.tsx'
import { nextPath } from './next-path.ts'
import { SignInForm } from './sign-in-form.tsx'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>
}) {
  const { next } = await searchParams
  // With the database away the form is shown: it says so when it is sent.
  const member = await memberOf(await headers()).catch(() => null)
  if (member) redirect(nextPath(next))
  return (
    <EntryCard
      title="Sign in"
      below={
        <p>
          Here for the first time? The first start (<code>npm start</code>) printed an e-mail and a password
          once, in its terminal.
        </p>
      }
    >
      <SignInForm next={nextPath(next)} />
      <Link
        href="/forgot-password"
        className="justify-self-center text-accent text-sm underline-offset-4 hover:underline"
      >
        Forgot password?
      </Link>
    </EntryCard>
  )
}
