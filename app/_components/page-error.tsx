import Link from 'next/link'
import { Button } from './ui/button.tsx'
import { ErrorState } from './ui/error-state.tsx'

/** The number that Next gives an error of the server and writes into its log. */
function digestOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('digest' in error)) return undefined
  return typeof error.digest === 'string' ? error.digest : undefined
}

/** What an `error.tsx` shows: a page that could not be made. */
export function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = digestOf(error)
  return (
    <ErrorState
      level={1}
      title="This page could not be shown"
      {...(digest ? { traceId: digest } : {})}
      onRetry={retry}
      actions={
        <Button asChild variant="ghost">
          <Link href="/admin">Go to the overview</Link>
        </Button>
      }
    >
      Something failed while it was put together. Nothing was lost, and no notification is affected. Try
      again; if it stays, the log has more under this id.
    </ErrorState>
  )
}
