'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { ConfirmDialog } from '#app/_components/ui/confirm-dialog.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'

export interface SendItProps {
  type: string
  data: Record<string, unknown>
  /** What was explained, in words; null: for somebody or a moment that sending does not ask for. */
  headline: string | null
}

/** Sends the explained event for real, after it was asked once more. */
export function SendIt({ type, data, headline }: SendItProps) {
  const trpc = useTRPC()
  const router = useRouter()
  const client = useQueryClient()
  const [asked, setAsked] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const send = useMutation(
    trpc.notifications.sendTest.mutationOptions({
      onSuccess: ({ id }) => {
        void client.invalidateQueries({ queryKey: trpc.notifications.pathKey() })
        router.push(`/admin/notifications?open=${id}`)
      },
      onError: (error) => toastFailure('The event was not accepted', error),
      onSettled: () => setAsked(false),
    }),
  )
  return (
    <>
      <Button ref={opener} onClick={() => setAsked(true)}>
        <Send aria-hidden />
        Send it as a test event
      </Button>
      <ConfirmDialog
        open={asked}
        onOpenChange={setAsked}
        returnFocus={opener}
        title={`Send ${type} for real?`}
        description={
          <>
            <p>It is kept, planned and sent as any other event, to whom the workflow finds, now.</p>
            <p className="mt-2 text-ink">
              {headline === null
                ? 'The user and the moment that you chose here do not count for it.'
                : `As explained: ${headline}`}
            </p>
          </>
        }
        confirmLabel="Send"
        pending={send.isPending}
        onConfirm={() => send.mutate({ type, data })}
      />
    </>
  )
}
