'use client'

import { useMutation } from '@tanstack/react-query'
import { KeyRound, Send } from 'lucide-react'
import { CodeBlock } from '#app/_components/code-block.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { EmptyState } from '#app/_components/ui/empty-state.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { useOrigin } from '#app/_components/use-origin.ts'
import { useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import { useMay } from '#app/_trpc/use-may.ts'
import { useTestEvent } from '../_test-event/test-event-provider.tsx'

/** A value within a shell's single quotes. */
const quoted = (text: string) => text.replaceAll("'", `'\\''`)

function firstEvent(host: string, key: string, email: string): string {
  const body = {
    type: 'ORDER_CREATED',
    data: { order_id: '123', order_total: 599, customer_email: email },
  }
  return [
    `curl -X POST ${host}/v1/notifications \\`,
    `  -H "Authorization: Bearer ${key}" -H 'Content-Type: application/json' \\`,
    `  -d '${quoted(JSON.stringify(body))}'`,
  ].join('\n')
}

/** Who looks, and by which address this server is reached: from the server, so that it renders the same there. */
export interface Reader {
  email: string
  appUrl: string
}

/** No notification yet: how the first one comes here. The list asks on; this goes when it is there. */
export function FirstRun({ reader: { email, appUrl } }: { reader: Reader }) {
  const trpc = useTRPC()
  const { openTestEvent } = useTestEvent()
  const mayMakeKeys = useMay('admin')
  const host = useOrigin(appUrl)
  const create = useMutation(
    trpc.apiKeys.create.mutationOptions({
      onError: (error) => toastFailure('No key was created', error),
    }),
  )
  const key = create.data?.key
  return (
    <EmptyState
      icon={Send}
      title="Nothing has happened yet"
      className="max-w-2xl"
      actions={
        <>
          {openTestEvent ? (
            <Button variant="primary" onClick={openTestEvent}>
              <Send aria-hidden />
              Send a test event
            </Button>
          ) : null}
          {key || !mayMakeKeys ? null : (
            <Button
              loading={create.isPending}
              onClick={() => create.mutate({ name: 'First event', scopes: ['ingest'] })}
            >
              <KeyRound aria-hidden />
              Create a key for me
            </Button>
          )}
        </>
      }
    >
      <p className="mb-4">
        Every event that a program posts becomes a notification, and stands here with all that followed from
        it. Paste this into a terminal{openTestEvent ? ', or send a test event from the browser' : ''}.
      </p>
      <div className="grid gap-3 text-left text-ink">
        <CodeBlock label="Send your first event" code={firstEvent(host, key ?? '$POSTHORN_API_KEY', email)} />
        {key ? (
          <Notice tone="amber" title="This key is shown only now">
            Only its hash is kept. It may post events, and nothing else.
          </Notice>
        ) : (
          <p className="text-center text-muted text-xs">
            <code>$POSTHORN_API_KEY</code> is the key that the first start printed;{' '}
            {mayMakeKeys ? 'or let one be made here.' : 'an admin can make another one.'}
          </p>
        )}
        <p role="status" className="flex items-center justify-center gap-2 text-muted text-xs">
          <span aria-hidden className="size-2 animate-pulse rounded-full bg-green" />
          Waiting for the first event; it appears here by itself.
        </p>
      </div>
    </EmptyState>
  )
}
