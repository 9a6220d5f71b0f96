'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { MonitorSmartphone } from 'lucide-react'
import { useState } from 'react'
import { Facts } from '#app/_components/page-header.tsx'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Badge } from '#app/_components/ui/badge.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { ConfirmDialog } from '#app/_components/ui/confirm-dialog.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { deviceName } from './device-name.ts'

type Session = RouterOutputs['members']['sessions'][number]

/** Where the member is signed in, and the way out of each. */
export function SessionsCard() {
  const trpc = useTRPC()
  const client = useQueryClient()
  const sessions = useQuery(trpc.members.sessions.queryOptions())
  const [asked, setAsked] = useState(false)
  const follow = () => client.invalidateQueries({ queryKey: trpc.members.sessions.queryKey() })
  const end = useMutation(
    trpc.members.endSession.mutationOptions({
      onSuccess: () => toast.success('Signed out there'),
      onError: (error) => toastFailure('It was not signed out', error),
      onSettled: follow,
    }),
  )
  const everywhere = useMutation(
    trpc.members.signOutEverywhere.mutationOptions({
      // A full load: nothing that was read stays in the browser's memory.
      onSuccess: () => window.location.assign('/sign-in'),
      onError: (error) => toastFailure('You are still signed in', error),
    }),
  )
  return (
    <Card
      flush
      title="Signed in"
      actions={
        <Button size="sm" onClick={() => setAsked(true)}>
          Sign out everywhere
        </Button>
      }
    >
      {sessions.data ? (
        <ul aria-label="Sessions" className="divide-y">
          {sessions.data.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              pending={end.isPending && end.variables.id === session.id}
              onEnd={() => end.mutate({ id: session.id })}
            />
          ))}
        </ul>
      ) : sessions.isError ? (
        <QueryFailure compact title="Your sessions could not be loaded" query={sessions} />
      ) : (
        <SkeletonRows rows={2} label="Loading sessions" />
      )}
      <ConfirmDialog
        open={asked}
        onOpenChange={setAsked}
        title="Sign out everywhere?"
        description={`${sessions.data?.length === 1 ? 'Your session ends' : `${sessions.data ? `All ${sessions.data.length}` : 'All'} sessions end`} at once, this one too. You sign in again with your password.`}
        confirmLabel="Sign out everywhere"
        danger
        pending={everywhere.isPending || everywhere.isSuccess}
        onConfirm={() => everywhere.mutate()}
      />
    </Card>
  )
}

function SessionRow({ session, pending, onEnd }: { session: Session; pending: boolean; onEnd: () => void }) {
  const name = deviceName(session.userAgent)
  return (
    <li className="flex items-center gap-3 px-4 py-2.5">
      <MonitorSmartphone aria-hidden className="size-4 shrink-0 text-muted" />
      <div className="grid min-w-0 flex-1 gap-0.5">
        <p className="flex flex-wrap items-center gap-x-2 font-medium text-sm">
          {name}
          {session.current ? <Badge tone="green">This one</Badge> : null}
        </p>
        <Facts className="text-xs">
          {session.current ? null : (
            <span>
              seen <RelativeTime at={session.lastSeenAt} />
            </span>
          )}
          <span>
            since <RelativeTime at={session.createdAt} />
          </span>
          {session.ipAddress ? <span>{session.ipAddress}</span> : null}
        </Facts>
      </div>
      {session.current ? null : (
        <Button size="sm" loading={pending} onClick={onEnd} aria-label={`Sign out ${name}`}>
          Sign out
        </Button>
      )}
    </li>
  )
}
