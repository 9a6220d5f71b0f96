'use client'

import { useQuery } from '@tanstack/react-query'
import { CheckCheck, Inbox, SearchX, Send } from 'lucide-react'
import Link from 'next/link'
import { Button } from '#app/_components/ui/button.tsx'
import { EmptyState } from '#app/_components/ui/empty-state.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { ofMail, providerName } from '../_overview/provider-name.ts'
import { useTestEvent } from '../notifications/_test-event/test-event-provider.tsx'

const LIVE_MS = 10_000

export interface EmptyInboxProps {
  q: string
  unread: boolean
  /** Takes search and filter away, where there are any. */
  onClear: (() => void) | undefined
  /** Leads to the newest page, from another one. */
  onNewest: (() => void) | undefined
}

/** Why there is no mail here, and what to do. */
export function EmptyInbox({ q, unread, onClear, onNewest }: EmptyInboxProps) {
  if (onNewest) {
    return (
      <EmptyState
        icon={Inbox}
        title="Nothing more here"
        actions={<Button onClick={onNewest}>Show the newest</Button>}
      />
    )
  }
  if (q) {
    return (
      <EmptyState
        icon={SearchX}
        title="No mail matches"
        actions={<Button onClick={onClear}>Clear the search</Button>}
      >
        No {unread ? 'unread ' : ''}mail has <q className="break-all text-ink">{q}</q> in its address or its
        subject.
      </EmptyState>
    )
  }
  if (unread) {
    return (
      <EmptyState
        icon={CheckCheck}
        title="All mail is read"
        actions={<Button onClick={onClear}>Show all</Button>}
      >
        New mail appears here by itself.
      </EmptyState>
    )
  }
  return <NothingCaptured />
}

function NothingCaptured() {
  const trpc = useTRPC()
  const { openTestEvent } = useTestEvent()
  const { data: providers } = useQuery(
    trpc.overview.providers.queryOptions(undefined, { refetchInterval: LIVE_MS }),
  )
  const sending = ofMail(providers ?? []).filter(({ name }) => name !== 'inbox')
  if (sending.length > 0) {
    return (
      <EmptyState
        icon={Inbox}
        title="Mail is sent, not captured"
        actions={
          <Button asChild>
            <Link href="/admin/notifications">See what was sent</Link>
          </Button>
        }
      >
        It goes out by {sending.map(({ name }) => providerName(name)).join(' and ')}. The inbox captures mail
        only where no provider is set: start without <code>SMTP_URL</code> and <code>RESEND_API_KEY</code> to
        try things out here.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={Inbox}
      title="No mail yet"
      actions={
        openTestEvent ? (
          <Button variant="primary" onClick={openTestEvent}>
            <Send aria-hidden />
            Send a test event
          </Button>
        ) : null
      }
    >
      <p>
        No provider is set, so every e-mail is captured here as it would have gone out, and nobody outside
        gets it.{' '}
        {providers?.length === 0 ? 'Just now no worker is running, so none will come until one does.' : null}
      </p>
      <p role="status" className="mt-3 flex items-center justify-center gap-2 text-xs">
        <span aria-hidden className="size-2 animate-pulse rounded-full bg-green" />
        Waiting for the first mail; it appears by itself.
      </p>
    </EmptyState>
  )
}
