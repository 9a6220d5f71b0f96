import { ChartNoAxesColumn, Send } from 'lucide-react'
import Link from 'next/link'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { EmptyState } from '#app/_components/ui/empty-state.tsx'

/** No event yet: what will be here, and how the first one comes. */
export function FirstSteps({ capturesMail }: { capturesMail: boolean }) {
  return (
    <Card flush>
      <EmptyState
        icon={ChartNoAxesColumn}
        title="No event has come yet"
        actions={
          <>
            <Button asChild variant="primary">
              <Link href="/admin/notifications">
                <Send aria-hidden />
                Send the first event
              </Link>
            </Button>
            <Button asChild>
              <Link href="/admin/inbox">Open the inbox</Link>
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
