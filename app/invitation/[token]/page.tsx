import type { Metadata } from 'next'
import { EntryCard } from '#app/sign-in/entry-card.tsx'
import { foundByLink } from '#app/sign-in/found-by-link.ts'
import { LinkIsOver } from '#app/sign-in/link-is-over.tsx'
import { Explanation } from '#app/sign-in/problem.tsx'
import { findInvitation } from '#server/members/accept-invitation.ts'
import { JoinForm } from './join-form.tsx'

// The address is the key: it must go nowhere else.
export const metadata: Metadata = { title: 'Join', referrer: 'no-referrer', robots: { index: false } }

export default async function InvitationPage({ params }: PageProps<'/invitation/[token]'>) {
  const { token } = await params
  const found = await foundByLink(findInvitation, token)
  if (found === 'away') {
    return (
      <EntryCard title="Join">
        <Explanation problem={{ kind: 'away' }} wait={0} refused={null} />
      </EntryCard>
    )
  }
  return (
    <EntryCard title={found ? 'Join Posthorn' : 'Invitation'}>
      {found ? (
        <>
          <p className="text-sm">
            {found.invitedBy} invites you as{' '}
            <strong className="font-medium">
              {/^[ao]/.test(found.role) ? 'an' : 'a'} {found.role}
            </strong>
            . Choose a name and a password, and you are in.
          </p>
          <JoinForm token={token} email={found.email} />
        </>
      ) : (
        <LinkIsOver>It works once, for seven days. Ask whoever sent it for a new one.</LinkIsOver>
      )}
    </EntryCard>
  )
}
