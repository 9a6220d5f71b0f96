'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { formatCount } from '#app/_components/number.tsx'
import { Facts } from '#app/_components/page-header.tsx'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Badge } from '#app/_components/ui/badge.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { ConfirmDialog } from '#app/_components/ui/confirm-dialog.tsx'
import { CopyButton } from '#app/_components/ui/copy-button.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { useOrigin } from '#app/_components/use-origin.ts'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { roleName } from '../role-words.ts'

type Invitation = RouterOutputs['team']['invitations'][number]

/** Who was invited and has not joined: copy the link, send it again, revoke it. */
export function Invitations({ mails }: { mails: boolean }) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const invitations = useQuery(trpc.team.invitations.queryOptions())
  const [asked, setAsked] = useState<Invitation | null>(null)
  const follow = () => client.invalidateQueries({ queryKey: trpc.team.invitations.queryKey() })
  const resend = useMutation(
    trpc.team.resend.mutationOptions({
      onSuccess: ({ mailed }) =>
        void toast.success(mailed ? 'Mailed again' : 'Renewed', {
          description: 'The link works for another seven days.',
        }),
      onError: (error) => toastFailure('It was not sent again', error),
      onSettled: follow,
    }),
  )
  const revoke = useMutation(
    trpc.team.revoke.mutationOptions({
      onSuccess: () => void toast.success('The link works no more'),
      onError: (error) => toastFailure('It was not revoked', error),
      onSettled: () => {
        setAsked(null)
        return follow()
      },
    }),
  )
  if (invitations.isError && !invitations.data) {
    return <QueryFailure compact title="The invitations could not be loaded" query={invitations} />
  }
  if (!invitations.data || invitations.data.length === 0) return null
  return (
    <Card flush title={`Invited (${formatCount(invitations.data.length)})`}>
      <ul aria-label="Invitations" className="divide-y">
        {invitations.data.map((invitation) => (
          <InvitationRow
            key={invitation.id}
            invitation={invitation}
            mails={mails}
            pending={resend.isPending && resend.variables.id === invitation.id}
            onResend={() => resend.mutate({ id: invitation.id })}
            onRevoke={() => setAsked(invitation)}
          />
        ))}
      </ul>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => (open ? undefined : setAsked(null))}
        title="Revoke this invitation?"
        description={`The link of ${asked?.email ?? ''} works no more, at once.`}
        confirmLabel="Revoke"
        danger
        pending={revoke.isPending}
        onConfirm={() => asked && revoke.mutate({ id: asked.id })}
      />
    </Card>
  )
}

interface InvitationRowProps {
  invitation: Invitation
  mails: boolean
  pending: boolean
  onResend: () => void
  onRevoke: () => void
}

function InvitationRow({ invitation, mails, pending, onResend, onRevoke }: InvitationRowProps) {
  const { email, role, invitedBy, createdAt, expiresAt, expired, path } = invitation
  const origin = useOrigin()
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
      <div className="grid min-w-48 flex-1 gap-0.5">
        <p className="wrap-anywhere flex flex-wrap items-center gap-x-2 font-medium text-sm">
          {email}
          {expired ? <Badge tone="amber">Expired</Badge> : null}
        </p>
        <Facts className="text-xs">
          <span>{roleName(role)}</span>
          <span>
            by {invitedBy} <RelativeTime at={createdAt} />
          </span>
          <span>
            {expired ? 'expired' : 'expires'} <RelativeTime at={expiresAt} />
          </span>
        </Facts>
      </div>
      <div className="flex items-center gap-1.5">
        {expired ? null : <CopyButton text value={`${origin}${path}`} label="Copy link" />}
        <Button size="sm" loading={pending} onClick={onResend} aria-label={`Renew for ${email}`}>
          {mails ? 'Send again' : 'Renew'}
        </Button>
        <Button size="sm" onClick={onRevoke} aria-label={`Revoke for ${email}`}>
          Revoke
        </Button>
      </div>
    </li>
  )
}
