import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { Wordmark } from '#app/_components/brand.tsx'
import { memberOf } from '#server/members/current-member.ts'
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
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="grid w-full max-w-sm gap-6">
        <Wordmark className="justify-self-center text-lg" />
        <section className="grid gap-5 rounded-xl border bg-surface p-6 shadow-md">
          <h1 className="font-semibold text-lg">Sign in</h1>
          <SignInForm next={nextPath(next)} />
        </section>
        <p className="text-pretty text-center text-muted text-xs">
          Here for the first time? The first start (<code>npm start</code>) printed an e-mail and a password
          once, in its terminal.
        </p>
      </div>
    </main>
  )
}
