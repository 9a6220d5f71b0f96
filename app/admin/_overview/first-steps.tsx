'use client'

import { ChartNoAxesColumn, Send } from 'lucide-react'
import Link from 'next/link'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { EmptyState } from '#app/_components/ui/empty-state.tsx'
import { useTestEvent } from '../notifications/_test-event/test-event-provider.tsx'

/** No event yet: what will be here, and how the first one comes. */
export function FirstSteps({ capturesMail }: { capturesMail: boolean }) {
  const { openTestEvent } = useTestEvent()
  return (
    <Card flush>
      <EmptyState
        icon={ChartNoAxesColumn}
        title="No event has come yet"
        actions={
          <>
            {openTestEvent ? (
              <Button variant="primary" onClick={openTestEvent}>
                <Send aria-hidden />
                Send a test event
              </Button>
            ) : null}
            <Button asChild>
              <Link href="/admin/notifications">Send one with curl</Link>
            </Button>
          </>
        }
      >
        Programs tell Posthorn what happened by a webhook or an API call. How many came, what became of them
        and what failed stands here, by itself, as soon as the first one is accepted.
        {capturesMail ? ' Its mail is captured in the inbox, so trying it out bothers nobody.' : ''}
      </EmptyState>
    </Card>
  )
}
