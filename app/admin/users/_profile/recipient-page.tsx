'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ExternalLink, Link2Off } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { ConfirmDialog } from '#app/_components/ui/confirm-dialog.tsx'
import { CopyButton } from '#app/_components/ui/copy-button.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import type { User } from './use-user.ts'

/** The page where the user chooses for themselves, and how its links are made to hold no more. */
export function RecipientPage({ user }: { user: User }) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const revoke = useMutation(
    trpc.users.revokeLinks.mutationOptions({
      onSuccess: () => {
        toast.success('The links that were sent hold no more')
        setAsking(false)
      },
      onError: (error) => toastFailure('The links still hold', error),
      // The one that stood here was among them.
      onSettled: () => client.invalidateQueries(trpc.users.get.queryFilter({ id: user.id })),
    }),
  )
  const link = user.recipientLink
  return (
    <Card title="Recipient’s page">
      {link ? (
        <div className="grid gap-3 text-sm">
          <p className="text-muted">
            Where this person chooses what they get. Who has the link can change it too, so send it to nobody
            else.
          </p>
          <div className="flex flex-wrap gap-2">
            <CopyButton value={link} label="Copy link" text />
            <Button asChild size="sm">
              <a href={link} target="_blank" rel="noreferrer">
                <ExternalLink aria-hidden />
                Open
              </a>
            </Button>
            <Button ref={opener} size="sm" onClick={() => setAsking(true)}>
              <Link2Off aria-hidden />
              Revoke links
            </Button>
          </div>
        </div>
      ) : (
        <p className="text-muted text-sm">There is none without an e-mail address.</p>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Revoke the links to this person’s page?"
        description="No link that was sent so far opens it any more, and the unsubscribe links of those mails do nothing. Later mails carry new ones."
        confirmLabel="Revoke links"
        danger
        pending={revoke.isPending}
        onConfirm={() => revoke.mutate({ id: user.id })}
        returnFocus={opener}
      />
    </Card>
  )
}
