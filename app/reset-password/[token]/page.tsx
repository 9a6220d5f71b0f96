import type { Metadata } from 'next'
import Link from 'next/link'
import { EntryCard } from '#app/sign-in/entry-card.tsx'
import { foundByLink } from '#app/sign-in/found-by-link.ts'
import { LinkIsOver } from '#app/sign-in/link-is-over.tsx'
import { Explanation } from '#app/sign-in/problem.tsx'
import { findPasswordReset } from '#server/members/reset-password.ts'
import { ChooseForm } from './choose-form.tsx'

// The address is the key: it must go nowhere else.
export const metadata: Metadata = { title: 'New password', referrer: 'no-referrer', robots: { index: false } }

export default async function ResetPasswordPage({ params }: PageProps<'/reset-password/[token]'>) {
  const { token } = await params
  const found = await foundByLink(findPasswordReset, token)
  return (
    <EntryCard title="Choose a new password">
      {found === 'away' ? (
        <Explanation problem={{ kind: 'away' }} wait={0} refused={null} />
      ) : found ? (
        <ChooseForm token={token} email={found.email} />
      ) : (
        <LinkIsOver>
          It works once, for an hour.{' '}
          <Link href="/forgot-password" className="text-accent underline underline-offset-4">
            Ask for a new one
          </Link>
          .
        </LinkIsOver>
      )}
    </EntryCard>
  )
}
