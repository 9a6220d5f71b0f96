import type { Metadata } from 'next'
import Link from 'next/link'
import { connection } from 'next/server'
import { Notice } from '#app/_components/ui/notice.tsx'
import { EntryCard } from '#app/sign-in/entry-card.tsx'
import { getEnv } from '#server/env.ts'
import { linkSettings } from '#server/members/links.ts'
import { ForgotForm } from './forgot-form.tsx'

export const metadata: Metadata = { title: 'Forgot password' }

export default async function ForgotPasswordPage() {
  await connection()
  const { mails } = linkSettings(getEnv())
  return (
    <EntryCard
      title="Forgot your password?"
      below={
        <Link href="/sign-in" className="text-accent text-sm underline-offset-4 hover:underline">
          Back to sign in
        </Link>
      }
    >
      {mails ? <ForgotForm /> : <NoMailServer />}
    </EntryCard>
  )
}

function NoMailServer() {
  return (
    <>
      <Notice tone="amber" title="No mail server is configured">
        So no link can be mailed to you.
      </Notice>
      <p className="text-sm">
        Ask an admin of the team for a link: <em>Settings › Team › Make a password link</em>. Or, on the
        machine that Posthorn runs on:
      </p>
      <pre className="whitespace-pre-wrap break-words rounded-md border bg-sunken px-3 py-2.5 text-xs leading-5">
        <code>npx posthorn reset-password you@example.com</code>
      </pre>
    </>
  )
}
