import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { Button } from '#app/_components/ui/button.tsx'
import { EntryCard } from '#app/sign-in/entry-card.tsx'
import { getDatabase } from '#server/db/pools.ts'
import { isDomainError } from '#server/errors.ts'
import { appSecret } from '#server/sources/live.ts'
import { type Subscription, subscriptionOf } from '#server/suppressions/unsubscribe.ts'

export const metadata: Metadata = { title: 'Your e-mails', referrer: 'no-referrer' }

/** A recipient's own page, by the link in their mail. */
export default async function RecipientPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  await headers()
  const found = await subscriptionOrNull(token)
  if (!found) {
    return (
      <EntryCard title="This link is not valid">
        <p className="text-muted text-sm">
          It may have been cut off on its way. Please use the link of a newer mail, or answer the mail.
        </p>
      </EntryCard>
    )
  }
  const { address, unsubscribed } = found
  return (
    <EntryCard title={unsubscribed ? 'You are unsubscribed' : 'Your e-mails'}>
      <p className="text-sm">
        {unsubscribed ? (
          <>
            <strong className="break-all font-medium">{address}</strong> gets nothing more but what is
            essential: security, orders, appointments.
          </>
        ) : (
          <>
            News and offers go to <strong className="break-all font-medium">{address}</strong>. You can stop
            them here; what is essential (security, orders, appointments) still comes.
          </>
        )}
      </p>
      <form method="post" action={`/u/${encodeURIComponent(token)}/choice`} className="grid">
        <Button
          type="submit"
          name="choice"
          value={unsubscribed ? 'resubscribe' : 'unsubscribe'}
          variant={unsubscribed ? 'secondary' : 'primary'}
        >
          {unsubscribed ? 'Subscribe again' : 'Unsubscribe'}
        </Button>
      </form>
    </EntryCard>
  )
}

async function subscriptionOrNull(token: string): Promise<Subscription | null> {
  try {
    return await subscriptionOf({ db: getDatabase() }, appSecret(), token)
  } catch (error) {
    if (isDomainError(error)) return null
    throw error
  }
}
