'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import { reasons } from '../../suppressions/reasons.ts'
import { deviceWords } from './devices.tsx'
import type { User } from './use-user.ts'

/** That an address of the user is on the list: why, since when, and a button to take it off. */
export function Suppressed({ user }: { user: User }) {
  return user.suppressions.map((one) => <OneSuppression key={one.id} user={user} suppression={one} />)
}

interface OneSuppressionProps {
  user: User
  suppression: User['suppressions'][number]
}

function OneSuppression({ user, suppression }: OneSuppressionProps) {
  const { id, channel, reason, detail, since, deviceId } = suppression
  const trpc = useTRPC()
  const client = useQueryClient()
  const remove = useMutation(
    trpc.suppressions.remove.mutationOptions({
      onSuccess: () => void toast.success('It is off the list; something may be sent there again'),
      onError: (error) => toastFailure('It stays on the list', error),
      onSettled: () =>
        Promise.all([
          client.invalidateQueries(trpc.suppressions.pathFilter()),
          client.invalidateQueries(trpc.users.pathFilter()),
        ]),
    }),
  )
  const device = user.devices.find((one) => one.id === deviceId)
  const what = channel === 'email' ? (user.email ?? 'The address') : device ? deviceWords(device) : 'A device'
  const unsubscribed = reason === 'unsubscribed'
  return (
    <Notice
      tone={unsubscribed ? 'blue' : 'amber'}
      title={unsubscribed ? `${what} is unsubscribed` : `Nothing is sent to ${what}`}
      actions={
        <>
          {channel === 'email' ? (
            <Button asChild size="sm" variant="ghost">
              <Link href={`/admin/suppressions?q=${encodeURIComponent(user.email ?? '')}`}>In the list</Link>
            </Button>
          ) : null}
          <Button size="sm" loading={remove.isPending} onClick={() => remove.mutate({ id })}>
            Take off the list
          </Button>
        </>
      }
    >
      {reasons[reason].word}, <RelativeTime at={since} />
      {detail ? `: ${detail}` : '.'}{' '}
      {unsubscribed ? 'Only mail of categories that carry no unsubscribe link goes there.' : null}
    </Notice>
  )
}
