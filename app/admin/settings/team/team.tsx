'use client'

import { useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useCommands } from '#app/_components/commands.ts'
import { PageHeader } from '#app/_components/page-header.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { useMay } from '#app/_trpc/use-may.ts'
import { Invitations } from './invitations.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { MemberRows } from './member-rows.tsx'

/** The members; for admins also who is invited, and what can be done about each. `mails`: a mail server is set. */
export function Team({ mails }: { mails: boolean }) {
  const trpc = useTRPC()
  const members = useQuery(trpc.team.list.queryOptions())
  const isAdmin = useMay('admin')
  const [inviting, setInviting] = useState(false)
  const invite = {
    id: 'invite-member',
    label: 'Invite somebody',
    icon: UserPlus,
    keywords: ['member', 'team', 'new'],
    run: () => setInviting(true),
  }
  useCommands(isAdmin ? [invite] : [])
  return (
    <>
      <PageHeader
        title="Team"
        meta={
          <p className="text-muted text-sm">
            {isAdmin
              ? 'Who may sign in to this dashboard, and what they may do.'
              : 'Who may sign in to this dashboard. An admin invites people and changes roles.'}
          </p>
        }
        actions={
          isAdmin ? (
            <Button variant="primary" onClick={() => setInviting(true)}>
              <UserPlus aria-hidden />
              Invite
            </Button>
          ) : null
        }
      />
      <Card flush>
        {members.data ? (
          <MemberRows members={members.data} isAdmin={isAdmin} />
        ) : members.isError ? (
          <QueryFailure title="The team could not be loaded" query={members} />
        ) : (
          <SkeletonRows rows={4} label="Loading the team" />
        )}
      </Card>
      {isAdmin ? <Invitations mails={mails} /> : null}
      <InviteDialog open={inviting} onOpenChange={setInviting} />
    </>
  )
}
